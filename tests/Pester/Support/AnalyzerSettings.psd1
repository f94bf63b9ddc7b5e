# SPDX-License-Identifier: Apache-2.0
# What the script analyzer asks of the tests: everything but two rules that cannot see what Pester does.
@{
    ExcludeRules = @(
        # A variable of a BeforeAll is used in the tests below it, which the rule takes for other scopes.
        'PSUseDeclaredVarsMoreThanAssignments'
        # Helpers set up sandboxes and processes; nobody asks a test what it would do.
        'PSUseShouldProcessForStateChangingFunctions'
    )
}
