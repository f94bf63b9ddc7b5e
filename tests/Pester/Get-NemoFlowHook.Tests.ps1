# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $sandbox = New-Sandbox
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'Get-NemoFlowHook' {
    It 'gives a line for each agent that hooks can be installed into' {
        $all = Get-NemoFlowHook
        $all.Agent | Should -Contain 'codex'
        $all.Agent | Should -Contain 'claude-code'
        $all.Agent | Should -Contain 'cursor'
        $all.IsInstalled | Should -Not -Contain $true
        $all.Scope | Should -Not -Contain 'Project'
    }

    It 'takes wildcards and names of programs' {
        (Get-NemoFlowHook c*).Agent | Sort-Object | Should -Be 'claude-code', 'codex', 'cursor'
        (Get-NemoFlowHook claude).Agent | Should -Be 'claude-code'
        Get-NemoFlowHook nothing* | Should -BeNullOrEmpty
    }

    It 'tells of installations for the user and for the project' {
        $null = Install-NemoFlowHook hermes 6>$null
        $null = Install-NemoFlowHook hermes -Scope Project 6>$null
        $found = Get-NemoFlowHook hermes
        $found.Scope | Should -Be 'User', 'Project'
        $found.IsInstalled | Should -Be $true, $true
        $found[0].Events.Count | Should -BeGreaterThan 3
        $found[0].HookClientKind | Should -Not -Be 'Missing'
        (Get-NemoFlowHook hermes -Scope Project).Paths | Should -BeLike "$($sandbox.Work)*"
        $found | Uninstall-NemoFlowHook | Should -HaveCount 2
    }

    It 'tells of hooks that need no review that they are trusted' {
        $null = Install-NemoFlowHook cursor 6>$null
        (Get-NemoFlowHook cursor).IsTrusted | Should -BeTrue
    }

    It 'tells how many hooks the user of Hermes has approved' {
        $null = Install-NemoFlowHook hermes 6>$null
        $found = Get-NemoFlowHook hermes
        $found.IsTrusted | Should -BeFalse
        $found.Trust | Should -Match '^0 of \d+ approved$'
        $null = Uninstall-NemoFlowHook hermes
        (Get-NemoFlowHook hermes).IsInstalled | Should -BeFalse
    }

    It 'tells of hooks that this version would install otherwise' {
        $file = (Install-NemoFlowHook cursor).Paths
        $content = Get-Content -Raw -LiteralPath $file | ConvertFrom-Json -AsHashtable
        $content.hooks.Remove('stop')
        $content | ConvertTo-Json -Depth 10 | Set-Content -LiteralPath $file
        $found = Get-NemoFlowHook cursor -Scope User
        $found.Outdated | Should -Be $file
        $found.NextStep | Should -Be 'Install-NemoFlowHook cursor'
        ($found | Install-NemoFlowHook).Events | Should -Contain 'stop'
        (Get-NemoFlowHook cursor -Scope User).Outdated | Should -BeNullOrEmpty
    }

    It 'says why a configuration cannot be read' {
        $folder = New-Item -ItemType Directory -Path (Join-Path $env:HOME '.claude')
        Set-Content -LiteralPath (Join-Path $folder 'settings.json') -Value '{ nonsense'
        (Get-NemoFlowHook claude-code -Scope User).Problem | Should -BeLike '*settings.json*'
    }
}
