# SPDX-License-Identifier: Apache-2.0
# The package that a gallery would take, unpacked onto the module path as an installer does it.
BeforeDiscovery {
    $noCodex = -not (Test-Path -Path (Join-Path $PSScriptRoot '../EndToEnd/node_modules/.bin/codex'))
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Package.ps1')
    $sandbox = New-Sandbox
    $package = Install-NupkgCopy -Sandbox $sandbox
    $installed = $package.Folder

    # Runs a script in a PowerShell that finds modules in the test's folder only.
    function Invoke-Installed {
        param([string] $Script)

        $file = Join-Path $sandbox.Path "installed-$([guid]::NewGuid().ToString('N')).ps1"
        Set-Content -LiteralPath $file -Value (Get-PackageImport $package), $Script
        & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $file 2>&1 | ForEach-Object ToString
    }
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'The package' {
    It 'has what a gallery asks for' {
        $package.Entries | Should -Contain '_rels/.rels'
        $package.Entries | Should -Contain '[Content_Types].xml'
        $package.Nuspec.package.metadata.id | Should -Be 'NemoFlow'
        $package.Nuspec.package.metadata.version | Should -Be $package.Version
        $package.Nuspec.package.metadata.tags | Should -BeLike 'PSModule *PSCmdlet_Invoke-NemoFlowAgent*'
        $package.Entries | Should -Contain 'en-US/NemoFlow.PowerShell.dll-Help.xml'
    }

    It 'is found, loaded by itself and working where it is unpacked' {
        $found = Invoke-Installed '$gateway = Start-NemoFlowGateway; (Get-Module NemoFlow).ModuleBase; (Invoke-RestMethod "$($gateway.Url)/healthz").status; (Get-Help Get-NemoFlowSession).Synopsis'
        $found | Should -Be $installed, 'ok', 'Gets recorded sessions, the latest first.'
    }
}

Describe 'The hook client' {
    It 'is made executable where the package was unpacked without that' {
        $hook = Get-ChildItem -Path (Join-Path $installed 'bin/hook/*/nemo-flow-hook') -ErrorAction Ignore
        if (-not $hook) {
            # Assembled without one: something else has to do it.
            Invoke-Installed '(Invoke-NemoFlowAgent codex -DryRun).Command -match "hook-forward codex" | Select-Object -First 1' | Should -BeLike '*hook-forward codex*'
            return
        }

        $hook.UnixFileMode.ToString() | Should -Not -BeLike '*UserExecute*'
        $plan = Invoke-Installed '(Invoke-NemoFlowAgent codex -DryRun).Command -match "nemo-flow-hook codex" | Select-Object -First 1'
        $plan | Should -BeLike "*$hook codex*"
        (Get-Item -LiteralPath $hook).UnixFileMode.ToString() | Should -BeLike '*UserExecute*'
    }

    It 'is PowerShell itself where there is no other' {
        $hooks = Join-Path $installed 'bin/hook'
        if (Test-Path -LiteralPath $hooks) {
            Rename-Item -LiteralPath $hooks -NewName 'hook.away'
        }

        try {
            $plan = Invoke-Installed '$env:PATH = ""; (Invoke-NemoFlowAgent codex -DryRun).Command -match "nemo-flow.ps1 hook-forward codex" | Select-Object -First 1'
            $plan | Should -BeLike '*-NoProfile -NonInteractive -NoLogo -File *nemo-flow.ps1 hook-forward codex*'

            $gateway = Start-NemoFlowGateway
            $reply = '{"session_id":"by-powershell","hook_event_name":"UserPromptSubmit","prompt":"hello"}' |
                & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -NoLogo -File (Join-Path $installed 'bin/nemo-flow.ps1') hook-forward codex --gateway-url $gateway.Url
            $LASTEXITCODE | Should -Be 0
            $reply | Should -Be '{}'
            (Get-NemoFlowEvent by-powershell).Content.payload.prompt | Should -Be 'hello'
        } finally {
            if (Test-Path -LiteralPath "$hooks.away") {
                Rename-Item -LiteralPath "$hooks.away" -NewName 'hook'
            }
        }
    }
}

Describe 'A run of Codex from the package' -Skip:$noCodex {
    BeforeAll {
        $provider = Start-Provider -Sandbox $sandbox
    }

    AfterAll {
        Stop-Provider $provider
    }

    It 'records and exports what the provider logged' {
        $found = Invoke-Installed @'
            $null = Invoke-NemoFlowAgent codex -Args exec, '--skip-git-repo-check', '-m', 'gpt-5.5', 'Summarize' -OutVariable run *>&1
            $run = $run | Where-Object { $_ -is [NemoFlow.AgentRun] }
            $file = Get-NemoFlowSession | Where-Object Id -NE by-powershell | Export-NemoFlowAtif -Path from-package
            "result|$LASTEXITCODE|$($run.ExitCode)|$((Get-Module NemoFlow).ModuleBase)|$($run.Session.Counts.ModelRequests)|$($run.Session.Usage.Input)|$($run.Session.Usage.Output)|$($run.HookClient[0])|$($file.Path)"
'@ | Where-Object { $_ -like 'result|*' }
        $null, $code, $exit, $from, $calls, $in, $out, $client, $path = $found -split '\|'
        $code, $exit | Should -Be '0', '0'
        $from | Should -Be $installed
        $client | Should -BeLike (Join-Path $installed '*')
        $requests = @(Get-ProviderRequest $provider)
        $calls | Should -Be $requests.Count
        $in | Should -Be ($requests.usage.input_tokens | Measure-Object -Sum).Sum
        $out | Should -Be ($requests.usage.output_tokens | Measure-Object -Sum).Sum
        $trajectory = Get-Content -Raw -LiteralPath $path | ConvertFrom-Json
        $trajectory.final_metrics.total_prompt_tokens | Should -Be $in
        $trajectory.final_metrics.total_completion_tokens | Should -Be $out
    }
}
