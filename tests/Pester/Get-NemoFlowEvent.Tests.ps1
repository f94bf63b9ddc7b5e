# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $sandbox = New-Sandbox
    $gateway = Start-NemoFlowGateway
    $id = Send-SampleSession $gateway
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'Get-NemoFlowEvent' {
    It 'gives the events in their order, with their content as objects' {
        $events = Get-NemoFlowEvent $id
        $events.Content.payload.hook_event_name | Should -Be 'SessionStart', 'UserPromptSubmit', 'PreToolUse', 'PostToolUse', 'Stop', 'SessionEnd'
        $events[2].Content.payload.tool_input.command | Should -Be 'echo hi'
        $events.SessionId | Select-Object -Unique | Should -Be $id
    }

    It 'filters by kind, source and time' {
        @(Get-NemoFlowEvent $id -Kind llm.*).Count | Should -Be 0
        @(Get-NemoFlowEvent $id -Kind h* -Source Hook).Count | Should -Be 6
        @(Get-NemoFlowEvent $id -After (Get-Date).AddHours(1)).Count | Should -Be 0
    }
}
