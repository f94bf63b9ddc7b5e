# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
}

Describe 'Uninstall-NemoFlowHook' {
    BeforeEach {
        $sandbox = New-Sandbox
        $configuration = Join-Path $env:CODEX_HOME 'config.toml'
        [System.IO.File]::WriteAllText($configuration, "# mine`r`nmodel = `"gpt-5.5`"  # keep`r`n`r`n[tui]`r`nnotifications = true`r`n")
        $before = [System.IO.File]::ReadAllBytes($configuration)
    }

    AfterEach {
        Restore-Sandbox $sandbox
    }

    It 'leaves every file byte for byte as it was before' {
        $null = Install-NemoFlowHook codex -Routing BuiltIn -TrustHook 3>$null 6>$null
        [System.IO.File]::ReadAllBytes($configuration) | Should -Not -Be $before
        $removed = Uninstall-NemoFlowHook codex
        $removed | Should -BeOfType NemoFlow.HookInstallation
        $removed.IsInstalled | Should -BeFalse
        $removed.Changes.Kind | Should -Contain 'Removed'
        [System.Convert]::ToBase64String([System.IO.File]::ReadAllBytes($configuration)) | Should -Be ([System.Convert]::ToBase64String($before))
        Join-Path $env:CODEX_HOME 'hooks.json' | Should -Not -Exist
    }

    It 'takes out what is ours and leaves what came after' {
        $null = Install-NemoFlowHook codex 3>$null 6>$null
        Add-Content -LiteralPath $configuration -Value 'screen_reader_detection_done = true'
        $null = Uninstall-NemoFlowHook codex
        $text = Get-Content -Raw -LiteralPath $configuration
        $text | Should -BeLike '*screen_reader_detection_done*'
        $text | Should -BeLike '# mine*'
    }

    It 'shows the changes with -WhatIf and gives them with -DryRun' {
        $null = Install-NemoFlowHook codex 3>$null 6>$null
        Invoke-Child 'Uninstall-NemoFlowHook codex -WhatIf' | Should -Contain '-hooks = true'
        (Uninstall-NemoFlowHook codex -DryRun).Changes.Kind | Should -Be 'Removed', 'Changed'
        (Get-NemoFlowHook codex).IsInstalled | Should -BeTrue
    }

    It 'passes over agents without hooks where a wildcard names them, and takes what Get-NemoFlowHook gives' {
        $null = Install-NemoFlowHook cursor
        (Uninstall-NemoFlowHook *).Agent | Should -Be 'cursor'
        $null = Install-NemoFlowHook cursor -Scope Project
        (Get-NemoFlowHook | Where-Object IsInstalled | Uninstall-NemoFlowHook).Scope | Should -Be 'Project'
        (Get-NemoFlowHook).IsInstalled | Should -Not -Contain $true
    }

    It 'says that nothing was there, and that is no mistake' {
        $none = Uninstall-NemoFlowHook cursor
        $none.Changes | Should -BeNullOrEmpty
        $none.IsInstalled | Should -BeFalse
    }
}
