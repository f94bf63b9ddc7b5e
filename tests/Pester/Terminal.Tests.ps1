# SPDX-License-Identifier: Apache-2.0
# An agent that has the terminal, with somebody at the keys, run by the module as its package installs it. Needs script(1), which makes the
# terminal.
BeforeDiscovery {
    $hasTerminal = [bool] (Get-Command -Name script -CommandType Application -ErrorAction Ignore) -and $IsLinux
    $hasCodex = Test-Path -Path (Join-Path $PSScriptRoot '../EndToEnd/node_modules/.bin/codex')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Package.ps1')
    . (Join-Path $PSScriptRoot 'Support/Terminal.ps1')
}

Describe 'Ctrl+C in a terminal' -Skip:(-not $hasTerminal) {
    BeforeAll {
        $sandbox = New-Sandbox
        $package = Install-NupkgCopy -Sandbox $sandbox
        $agent = Join-Path $sandbox.Path 'codex'
        Set-Content -LiteralPath $agent -Value @'
#!/bin/sh
case "$*" in *--version*) echo codex-cli 0.169.0; exit 0;; esac
trap 'n=$((n+1)); echo "agent got interrupt $n"; [ $n -ge 2 ] && exit 7' INT
n=0
echo "agent is ready"
while :; do sleep 0.1; done
'@
        chmod +x $agent
    }

    AfterAll {
        Restore-Sandbox $sandbox
    }

    It 'goes to the agent, which decides, and the run ends with it' {
        $terminal = Start-Terminal -Folder $sandbox.Path -Import (Get-PackageImport $package) -Script "try { Invoke-NemoFlowAgent codex -Command '$agent' 3>`$null } finally { [Console]::WriteLine('exit code ' + `$global:LASTEXITCODE) }"
        try {
            Wait-Until { (Get-Painted $terminal) -match 'agent is ready' }
            @(Get-ChildItem -Path (Join-Path $sandbox.State 'gateways') -ErrorAction Ignore).Count | Should -BeLessOrEqual 1
            Send-Key $terminal "`u{3}"
            Wait-Until { (Get-Painted $terminal) -match 'agent got interrupt 1' }
            # One interrupt does not end this agent: neither PowerShell nor the run may end before it.
            $terminal.Process.WaitForExit(500) | Should -BeFalse
            Send-Key $terminal "`u{3}"
            $terminal.Process.WaitForExit(20000) | Should -BeTrue
            $painted = Get-Painted $terminal
            $painted | Should -Match 'agent got interrupt 2'
            $painted | Should -Not -Match 'agent got interrupt 3'
            $painted | Should -Match 'exit code 7'
        } finally {
            if (-not $terminal.Process.HasExited) {
                $terminal.Process.Kill($true)
            }
        }

        Get-NemoFlowGateway | Should -BeNullOrEmpty
    }
}

if ($hasTerminal -and $hasCodex) {
    Describe 'Codex in a terminal' {
        BeforeAll {
            $sandbox = New-Sandbox
            $package = Install-NupkgCopy -Sandbox $sandbox
            $provider = Start-Provider -Sandbox $sandbox
            # Questions that Codex asks at its first start are answered here.
            Add-Content -LiteralPath (Join-Path $sandbox.Path 'codex-home/config.toml') -Value @"
screen_reader_detection_done = true

[projects."$($sandbox.Work)"]
trust_level = "trusted"

[notice.model_migrations]
"gpt-5.5" = "gpt-6-sol"
"@
        }

        AfterAll {
            Stop-Provider $provider
            Restore-Sandbox $sandbox
        }

        It 'is recorded like any other run' {
            $terminal = Start-Terminal -Folder $sandbox.Path -Import (Get-PackageImport $package) -Script '$run = Invoke-NemoFlowAgent codex -m gpt-5.5; [Console]::WriteLine("session $($run.SessionId) exit $LASTEXITCODE from $((Get-Module NemoFlow).ModuleBase)")'
            try {
                Wait-Until { (Get-Painted $terminal) -match 'shortcuts' }
                Send-Key $terminal 'Run one command.'
                Wait-Until { (Get-Painted $terminal) -match 'Run\s*one\s*command\.' }
                # A key that comes too soon after the others counts as part of pasted text.
                Wait-Until { Send-Key $terminal "`r"; Start-Sleep -Milliseconds 400; Test-Path -LiteralPath $provider.Log -PathType Leaf; (Get-Item -LiteralPath $provider.Log).Length -gt 0 }
                Wait-Until { Get-NemoFlowSession | Where-Object { $_.Counts.Hooks.Keys -contains 'Stop' } }
                # Codex takes a turn for running until its Stop hook has been answered, and tells the terminal that it is done.
                Wait-Until { (Get-Painted $terminal) -match '(?s)state=working.*state=(done|idle)' }
                # The second Ctrl+C ends Codex; one more would be PowerShell's.
                Wait-Until { Send-Key $terminal "`u{3}"; Start-Sleep -Milliseconds 400; Get-NemoFlowSession | Where-Object { $_.Counts.Hooks.Keys -contains 'SessionEnd' } }
                $terminal.Process.WaitForExit(20000) | Should -BeTrue
            } finally {
                if (-not $terminal.Process.HasExited) {
                    $terminal.Process.Kill($true)
                }
            }

            $session = Get-NemoFlowSession | Where-Object { $_.Counts.Hooks.Keys -contains 'Stop' }
            $session.Turns[0].Prompt | Should -Be 'Run one command.'
            $session.Turns[0].Status | Should -Be 'Completed'
            Get-Painted $terminal | Should -Match "session $($session.Id) exit 0 from $([regex]::Escape($package.Folder))"
            $requests = @(Get-ProviderRequest $provider)
            (Get-NemoFlowSession | ForEach-Object { $_.Counts.ModelRequests } | Measure-Object -Sum).Sum | Should -Be $requests.Count
            $own = @($requests | Where-Object { $_.headers | Where-Object { $_[0] -eq 'session-id' -and $_[1] -eq $session.Id } })
            $session.Usage.Input | Should -Be ($own.usage.input_tokens | Measure-Object -Sum).Sum
            $session.Usage.Output | Should -Be ($own.usage.output_tokens | Measure-Object -Sum).Sum
            Get-NemoFlowGateway | Should -BeNullOrEmpty
        }
    }
}
