# SPDX-License-Identifier: Apache-2.0
BeforeDiscovery {
    $noTerminal = -not ((Get-Command -Name script -CommandType Application -ErrorAction Ignore) -and $IsLinux)
    $noCodex = -not (Test-Path -Path (Join-Path $PSScriptRoot '../EndToEnd/node_modules/.bin/codex'))
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Terminal.ps1')
}

Describe 'Install-NemoFlowHook' {
    BeforeEach {
        $sandbox = New-Sandbox
        $codexHooks = Join-Path $env:CODEX_HOME 'hooks.json'
        $codexConfiguration = Join-Path $env:CODEX_HOME 'config.toml'
    }

    AfterEach {
        Restore-Sandbox $sandbox
    }

    It 'installs, keeps the originals, and says what runs and what is next' {
        $installed = Install-NemoFlowHook codex 3>$null 6>$null
        $installed | Should -BeOfType NemoFlow.HookInstallation
        $installed.IsInstalled | Should -BeTrue
        $installed.Events | Should -Contain 'UserPromptSubmit'
        $installed.Paths | Should -Be $codexHooks
        $installed.HookClient | Should -Exist
        $installed.HookClient | Should -BeLike "$($sandbox.State)*"
        $installed.UsesFallback | Should -Be ($installed.HookClientKind -ne 'Native')
        $installed.Originals | Should -Exist
        $installed.Changes.Path | Should -Be $codexHooks, $codexConfiguration
        $installed.Changes.Kind | Should -Be 'Created', 'Changed'
        $installed.Notes -join ' ' | Should -BeLike '*Invoke-NemoFlowAgent codex*'
        Get-Content -Raw -LiteralPath $codexHooks | Should -BeLike "*$($installed.HookClient)*"
    }

    It 'shows the changes as a diff with -WhatIf, and leaves everything as it is' {
        $before = Get-Content -Raw -LiteralPath $codexConfiguration
        $shown = Invoke-Child 'Install-NemoFlowHook codex -WhatIf'
        $shown -join "`n" | Should -BeLike "*What if: Install NemoFlow's hooks into codex for all your sessions:*+++ $codexHooks*@@ -0,0 +1,*+hooks = true*"
        $codexHooks | Should -Not -Exist
        Get-Content -Raw -LiteralPath $codexConfiguration | Should -BeExactly $before
        Get-ChildItem -LiteralPath $sandbox.State -Recurse -File | Should -BeNullOrEmpty
    }

    It 'gives the same changes as objects with -DryRun' {
        $plan = Install-NemoFlowHook codex -DryRun
        $plan.IsInstalled | Should -BeFalse
        $plan.Changes[1].Diff | Should -BeLike "--- $codexConfiguration*+hooks = true*"
        $codexHooks | Should -Not -Exist
    }

    It 'changes nothing more when it is done again' {
        $null = Install-NemoFlowHook codex 3>$null 6>$null
        $once = Get-Content -Raw -LiteralPath $codexHooks
        $again = Install-NemoFlowHook codex 3>$null 6>$null
        $again.Changes | Should -BeNullOrEmpty
        $again.IsInstalled | Should -BeTrue
        Get-Content -Raw -LiteralPath $codexHooks | Should -BeExactly $once
    }

    It 'installs for a project, and takes several agents and the names of their programs' {
        $project = (New-Item -ItemType Directory -Path (Join-Path $sandbox.Path 'shop')).FullName
        $installed = Install-NemoFlowHook claude, cursor -Scope Project -WorkingDirectory $project 3>$null 6>$null
        $installed.Agent | Should -Be 'claude-code', 'cursor'
        $installed.Scope | Should -Be 'Project', 'Project'
        $installed.Paths | ForEach-Object { $_ | Should -BeLike "$project*" }
    }

    It 'records nothing twice: adds none to a project of a user with hooks, and refuses a user with hooks in a project' {
        $null = Install-NemoFlowHook cursor 3>$null 6>$null
        $left = Install-NemoFlowHook cursor -Scope Project 6>$null
        $left.IsInstalled | Should -BeFalse
        $left.Changes | Should -BeNullOrEmpty
        $left.Notes -join ' ' | Should -BeLike '*recorded twice*'
        $null = Uninstall-NemoFlowHook cursor
        $null = Install-NemoFlowHook cursor -Scope Project 6>$null
        Install-NemoFlowHook cursor -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'HooksNotChanged,*'
        $problems[0].Exception.Message | Should -BeLike "*$($sandbox.Work)*Uninstall-NemoFlowHook cursor -Scope Project*"
    }

    It 'routes model traffic as it is told, and keeps that the next time' -ForEach @(
        @{ Routing = 'BuiltIn'; Text = '*openai_base_url = "http://127.0.0.1:4041*' }
        @{ Routing = 'Alias'; Text = '*[[]model_providers.nemo-flow-openai]*base_url = "http://127.0.0.1:4041*' }
    ) {
        $installed = Install-NemoFlowHook codex -Routing $Routing -GatewayUrl http://127.0.0.1:4041/ 3>$null 6>$null
        Get-Content -Raw -LiteralPath $codexConfiguration | Should -BeLike $Text
        $installed.IsRouted | Should -BeTrue
        (Install-NemoFlowHook codex -GatewayUrl http://127.0.0.1:4041 3>$null 6>$null).Changes | Should -BeNullOrEmpty
    }

    It 'notes for the person at the terminal what else to know' {
        $notes = Install-NemoFlowHook hermes 6>&1 | Where-Object { $_ -is [System.Management.Automation.InformationRecord] }
        "$notes" | Should -BeLike '*note: *approve each hook*'
    }

    It 'records turns by Codex''s notice with -Notify, which needs no trust' {
        $installed = Install-NemoFlowHook codex -Notify 6>$null
        $installed.Events | Should -Be 'notify'
        $installed.IsTrusted | Should -BeTrue
        (Uninstall-NemoFlowHook codex).IsInstalled | Should -BeFalse
    }

    It 'takes the notice at the end of a turn in place of hooks with -Notify, and keeps that the next time' {
        $before = Get-Content -Raw -LiteralPath $codexConfiguration
        $installed = Install-NemoFlowHook codex -Notify 3>$null 6>$null
        $installed.IsInstalled | Should -BeTrue
        $installed.Notes -join ' ' | Should -BeLike '*turns only*'
        $codexHooks | Should -Not -Exist
        Get-Content -Raw -LiteralPath $codexConfiguration | Should -BeLike "*notify = *$($installed.HookClient)*--notify*"
        (Install-NemoFlowHook codex 3>$null 6>$null).Changes | Should -BeNullOrEmpty
        $null = Uninstall-NemoFlowHook codex
        Get-Content -Raw -LiteralPath $codexConfiguration | Should -BeExactly $before
    }

    It 'uses the gateway''s address of the configuration' {
        $null = Set-UserConfiguration -Text "[gateway]`nbind = `"127.0.0.1:4077`""
        $null = Install-NemoFlowHook claude-code
        Get-Content -Raw -LiteralPath (Join-Path $env:HOME '.claude/settings.json') | Should -BeLike '*http://127.0.0.1:4077*'
        $null = Install-NemoFlowHook claude-code -CommandHook
        Get-Content -Raw -LiteralPath (Join-Path $env:HOME '.claude/settings.json') | Should -Not -BeLike '*http://127.0.0.1:4077*'
    }

    It 'leaves a file that is no configuration as it is, says why, and goes on with the next agent' {
        $broken = Join-Path (New-Item -ItemType Directory -Path (Join-Path $env:HOME '.claude')) 'settings.json'
        Set-Content -LiteralPath $broken -Value '{ "hooks": nonsense' -NoNewline
        $done = Install-NemoFlowHook claude-code, cursor -ErrorAction SilentlyContinue -ErrorVariable problems
        $done.Agent | Should -Be 'cursor'
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'HooksNotChanged,*'
        $problems[0].TargetObject | Should -Be 'claude-code'
        $problems[0].Exception.Message | Should -BeLike "*$broken*"
        Get-Content -Raw -LiteralPath $broken | Should -BeExactly '{ "hooks": nonsense'
    }

    It 'leaves a read-only file as it is' {
        chmod 400 $codexConfiguration
        Install-NemoFlowHook codex -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'AgentFileNotChanged,*'
        $problems[0].Exception.Message | Should -BeLike '*read-only*'
        $codexHooks | Should -Not -Exist
    }

    It 'says what is used where there is no native client' {
        $installed = Invoke-Child @'
$bin = Join-Path (Get-Module NemoFlow).ModuleBase 'bin'
$copy = Join-Path $env:HOME 'module'
Copy-Item -LiteralPath (Split-Path $bin) -Destination $copy -Recurse
Remove-Item -LiteralPath (Join-Path $copy 'bin/hook') -Recurse -ErrorAction Ignore
& (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command "Import-Module '$copy/NemoFlow.psd1'; `$i = Install-NemoFlowHook cursor; `"`$(`$i.HookClientKind) `$(`$i.UsesFallback)`""
'@
        $installed -join "`n" | Should -BeLike '*every hook starts a PowerShell*PowerShell True'

        # What agents run then works like the native client.
        $gateway = Start-NemoFlowGateway
        $reply = '{"session_id":"by-fallback","hook_event_name":"UserPromptSubmit","prompt":"hello"}' |
            & (Join-Path $sandbox.State 'bin/nemo-flow-hook') codex --gateway-url $gateway.Url
        $reply | Should -Be '{}'
        (Get-NemoFlowEvent by-fallback).Content.payload.prompt | Should -Be 'hello'
    }

    It 'leaves a script in the state folder that lets the agent go on when the module is gone' {
        $null = Install-NemoFlowHook cursor
        $script = Join-Path $sandbox.State 'bin/nemo-flow.ps1'
        $text = Get-Content -Raw -LiteralPath $script
        Set-Content -LiteralPath $script -Value ($text -replace [regex]::Escape((Join-Path $ModuleFolder 'bin')), '/nowhere')
        $reply = '{}' | & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $script hook-forward cursor 2>$null
        $LASTEXITCODE | Should -Be 0
        $reply | Should -Be '{"continue":true}'
    }
}

Describe 'Choices of another agent' {
    BeforeEach {
        $sandbox = New-Sandbox
    }

    AfterEach {
        Restore-Sandbox $sandbox
    }

    It 'refuses <Parameter> for <Agent>, names who knows it, and goes on with the next agent' -ForEach @(
        @{ Parameter = 'Notify'; Agent = 'claude-code'; KnownBy = 'codex' }
        @{ Parameter = 'Notify'; Agent = 'cursor'; KnownBy = 'codex' }
        @{ Parameter = 'Notify'; Agent = 'hermes'; KnownBy = 'codex' }
        @{ Parameter = 'CommandHook'; Agent = 'codex'; KnownBy = 'claude-code' }
        @{ Parameter = 'CommandHook'; Agent = 'cursor'; KnownBy = 'claude-code' }
        @{ Parameter = 'CommandHook'; Agent = 'hermes'; KnownBy = 'claude-code' }
    ) {
        $choice = @{ $Parameter = $true }
        $done = Install-NemoFlowHook $Agent, $KnownBy @choice -DryRun -ErrorAction SilentlyContinue -ErrorVariable problems 3>$null 6>$null
        $done.Agent | Should -Be $KnownBy
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ChoiceNotOfAgent,*'
        $problems[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        $problems[0].TargetObject | Should -Be $Agent
        $problems[0].Exception.Message | Should -BeLike "*$Agent knows no -$Parameter*"
        $problems[0].ErrorDetails.RecommendedAction, $problems[0].Exception.Message -join ' ' | Should -BeLike "*$KnownBy*"
        Get-ChildItem -LiteralPath $sandbox.State -Recurse -File | Should -BeNullOrEmpty
    }

    It 'does not mind one that is switched off' {
        (Install-NemoFlowHook hermes -Notify:$false -CommandHook:$false -DryRun 3>$null 6>$null).Agent | Should -Be 'hermes'
    }
}

Describe 'The question of trust' -Skip:$noCodex {
    BeforeEach {
        $sandbox = New-Sandbox
        $codexConfiguration = Join-Path $env:CODEX_HOME 'config.toml'
        $before = Get-Content -Raw -LiteralPath $codexConfiguration
    }

    AfterEach {
        Restore-Sandbox $sandbox
    }

    It 'is asked at a terminal, and <Answer> is <Expected>' -Skip:$noTerminal -ForEach @(
        @{ Answer = 'y'; Keys = "y`r"; Expected = 'trusted' }
        @{ Answer = 'n'; Keys = "n`r"; Expected = 'untrusted' }
        @{ Answer = 'Enter'; Keys = "`r"; Expected = 'untrusted' }
    ) {
        $terminal = Start-Terminal -Folder $sandbox.Path -Script '$i = Install-NemoFlowHook codex; [Console]::WriteLine("then: $($i.Trust); $($i.IsTrusted); $($i.NextStep); $($i.Changes.Count)")'
        try {
            Wait-Until { (Get-Painted $terminal) -match 'Trust them now\?' -and (Get-Painted $terminal) -match '\[N\] No' }
            Get-Painted $terminal | Should -Match '14 untrusted'
            Get-Content -Raw -LiteralPath $codexConfiguration | Should -Not -BeLike '*trusted_hash*'
            Send-Key $terminal $Keys
            $terminal.Process.WaitForExit(60000) | Should -BeTrue
        } finally {
            if (-not $terminal.Process.HasExited) {
                $terminal.Process.Kill($true)
            }
        }

        $isYes = $Expected -eq 'trusted'
        $painted = Get-Painted $terminal
        $painted | Should -Match "then: 14 $Expected; $isYes; $($isYes ? 'Test-NemoFlowSetup codex' : 'Install-NemoFlowHook codex -TrustHook'); $($isYes ? 3 : 2)"
        $painted -match 'Codex skips hooks that nobody reviewed \(14 untrusted\)' | Should -Be (-not $isYes)
        (Get-Content -Raw -LiteralPath $codexConfiguration) -like '*trusted_hash*' | Should -Be $isYes
        $null = Uninstall-NemoFlowHook codex
        Get-Content -Raw -LiteralPath $codexConfiguration | Should -BeExactly $before
        Join-Path $env:CODEX_HOME 'hooks.json' | Should -Not -Exist
    }

    It 'is not asked with <Parameters><Options>, also at a terminal' -Skip:$noTerminal -ForEach @(
        @{ Parameters = '-TrustHook'; Options = ''; Expected = 'trusted' }
        @{ Parameters = '-TrustHook:$false'; Options = ''; Expected = 'untrusted' }
        @{ Parameters = '-Confirm:$false'; Options = ''; Expected = 'untrusted' }
        @{ Parameters = ''; Options = '-NonInteractive'; Expected = 'untrusted' }
    ) {
        $terminal = Start-Terminal -Folder $sandbox.Path -Options $Options -Script "`$i = Install-NemoFlowHook codex $Parameters; [Console]::WriteLine(`"then: `$(`$i.Trust)`")"
        try {
            $terminal.Process.WaitForExit(60000) | Should -BeTrue
        } finally {
            if (-not $terminal.Process.HasExited) {
                $terminal.Process.Kill($true)
            }
        }

        $painted = Get-Painted $terminal
        $painted | Should -Match "then: 14 $Expected"
        $painted | Should -Not -Match 'Trust them now'
        $painted -match 'WARNING: Codex skips hooks' | Should -Be ($Expected -ne 'trusted')
    }

    It 'is not asked where input comes from a file, which is no answer' {
        $file = Join-Path $sandbox.Path 'asked.ps1'
        Set-Content -LiteralPath $file -Value "Import-Module '$Manifest'", '(Install-NemoFlowHook codex).Trust'
        $said = 'y', 'y' | & (Get-Process -Id $PID).Path -NoProfile -File $file 2>&1 | ForEach-Object ToString
        $said -join "`n" | Should -BeLike '*WARNING: Codex skips hooks*let NemoFlow do it for its own: Install-NemoFlowHook codex -TrustHook*14 untrusted*'
        $said -join "`n" | Should -Not -BeLike '*Trust them now*'
    }

    It 'is not asked again of hooks that are trusted' -Skip:$noTerminal {
        $null = Install-NemoFlowHook codex -TrustHook
        $terminal = Start-Terminal -Folder $sandbox.Path -Script '[Console]::WriteLine("then: " + (Install-NemoFlowHook codex).Trust)'
        $terminal.Process.WaitForExit(60000) | Should -BeTrue
        Get-Painted $terminal | Should -Match 'then: 14 trusted'
        Get-Painted $terminal | Should -Not -Match 'Trust them now'
    }
}

Describe 'Installed hooks with Codex' -Skip:$noCodex {
    BeforeAll {
        $sandbox = New-Sandbox
        $provider = Start-Provider -Sandbox $sandbox
    }

    AfterAll {
        Stop-Provider $provider
        Restore-Sandbox $sandbox
    }

    It 'tells that Codex skips them, trusts them on request, and records a run of Codex itself by a gateway that they start' {
        $untrusted = Install-NemoFlowHook codex -WarningVariable warned 3>$null 6>$null
        $untrusted.IsTrusted | Should -BeFalse
        $untrusted.NextStep | Should -Be 'Install-NemoFlowHook codex -TrustHook'
        "$warned" | Should -BeLike '*Codex skips hooks that nobody reviewed*'

        $trusted = Install-NemoFlowHook codex -TrustHook
        $trusted.IsTrusted | Should -BeTrue
        $trusted.Trust | Should -Match '^\d+ trusted$'

        $port = ([uri] (Start-NemoFlowGateway | Stop-NemoFlowGateway -PassThru).Url).Port
        $null = Set-UserConfiguration -Text "[gateway]`nbind = `"127.0.0.1:$port`""
        try {
            $null = codex exec --skip-git-repo-check -m gpt-5.5 -c model_provider=scripted -c "model_providers.scripted={name='s',base_url='$($provider.Url)/v1',wire_api='responses',supports_websockets=false}" 'Run one command.' 2>&1
            $session = Get-NemoFlowSession | Wait-NemoFlowSession -Until TurnEnded -Timeout 20
            $session.Turns[0].Prompt | Should -Be 'Run one command.'
            $session.Counts.Hooks.Keys | Should -Contain 'PostToolUse'
            $background = Get-NemoFlowGateway
            $background.Port | Should -Be $port
            $background.IsLocal | Should -BeFalse
        } finally {
            Get-NemoFlowGateway | Stop-NemoFlowGateway
        }

        Get-NemoFlowGateway | Should -BeNullOrEmpty
    }
}
