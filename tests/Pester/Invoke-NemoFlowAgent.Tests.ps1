# SPDX-License-Identifier: Apache-2.0
BeforeDiscovery {
    $noCodex = -not (Test-Path -Path (Join-Path $PSScriptRoot '../EndToEnd/node_modules/.bin/codex'))
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
}

Describe 'Invoke-NemoFlowAgent with Codex' -Skip:$noCodex {
    BeforeAll {
        $sandbox = New-Sandbox
        $provider = Start-Provider -Sandbox $sandbox
        $codex = Get-CodexArgument
        $run = Invoke-NemoFlowAgent codex -Args $codex 3>$null
        $code = $LASTEXITCODE
    }

    AfterAll {
        Stop-Provider $provider
        Restore-Sandbox $sandbox
    }

    It 'returns the run with its session, and the exit code in $LASTEXITCODE' {
        $run | Should -BeOfType NemoFlow.AgentRun
        $run.ExitCode | Should -Be 0
        $code | Should -Be 0
        $run.Session | Should -BeOfType NemoFlow.Session
        $run.Session.Turns[0].Prompt | Should -Be 'Summarize'
        $run.Findings | Should -BeNullOrEmpty
    }

    It 'records every model request and token that the provider logged' {
        $requests = @(Get-ProviderRequest $provider)
        $requests.Count | Should -Be 2
        $run.Session.Counts.ModelRequests | Should -Be $requests.Count
        $run.Session.Usage.Input | Should -Be ($requests.usage.input_tokens | Measure-Object -Sum).Sum
        $run.Session.Usage.CacheRead | Should -Be ($requests.usage.cached_tokens | Measure-Object -Sum).Sum
        $run.Session.Usage.Output | Should -Be ($requests.usage.output_tokens | Measure-Object -Sum).Sum
    }

    It 'is exported with the same numbers' {
        $requests = @(Get-ProviderRequest $provider)
        $file = Get-NemoFlowSession | Export-NemoFlowAtif -Path out
        $file.Path | Should -Exist
        $trajectory = Get-Content -Raw -LiteralPath $file.Path | ConvertFrom-Json
        $trajectory.final_metrics.total_prompt_tokens | Should -Be ($requests.usage.input_tokens | Measure-Object -Sum).Sum
        $trajectory.final_metrics.total_completion_tokens | Should -Be ($requests.usage.output_tokens | Measure-Object -Sum).Sum
    }

    It 'leaves no gateway behind' {
        Get-NemoFlowGateway | Should -BeNullOrEmpty
        Get-ChildItem -Path (Join-Path $sandbox.State 'gateways') -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}

Describe 'Invoke-NemoFlowAgent without an agent' {
    BeforeAll {
        $sandbox = New-Sandbox
    }

    AfterAll {
        Restore-Sandbox $sandbox
    }

    It 'takes arguments <Form>' -ForEach @(
        @{ Form = 'by -Args'; Script = { Invoke-NemoFlowAgent codex -Args exec, 'Summarize' -DryRun }; Expected = 'exec', 'Summarize' }
        @{ Form = 'behind --'; Script = { Invoke-NemoFlowAgent codex -DryRun -- exec -c x=y }; Expected = 'exec', '-c', 'x=y' }
        @{ Form = 'as they come'; Script = { Invoke-NemoFlowAgent codex exec 'Summarize it' -DryRun }; Expected = 'exec', 'Summarize it' }
    ) {
        $plan = & $Script
        $plan | Should -BeOfType NemoFlow.AgentLaunchPlan
        $plan.Command | Select-Object -Last $Expected.Count | Should -Be $Expected
    }

    It 'writes an error for an unknown agent and goes on with the others' {
        $plans = 'nobody', 'codex' | Invoke-NemoFlowAgent -DryRun -ErrorVariable problems -ErrorAction SilentlyContinue
        @($plans).Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'UnknownAgent,*'
        $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $problems[0].TargetObject | Should -Be 'nobody'
        $problems[0].ErrorDetails.RecommendedAction | Should -BeLike '*codex*'
    }

    It 'refuses settings that are wrong' -ForEach @(
        @{ Arguments = @{ OpenInferenceEndpoint = 'nonsense' } }
        @{ Arguments = @{ PluginConfig = 'no json' } }
    ) {
        Invoke-NemoFlowAgent codex -DryRun @Arguments -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ConfigurationInvalid,*'
    }

    It 'says what to do where the agent is not installed' {
        Invoke-NemoFlowAgent codex -Command ./missing -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'AgentNotStarted,*'
    }

    It 'says it in cmdlets where the agent is not on PATH' {
        $path = $env:PATH
        try {
            $env:PATH = $sandbox.Path
            Invoke-NemoFlowAgent codex -ErrorVariable problems -ErrorAction SilentlyContinue
        } finally {
            $env:PATH = $path
        }

        $problems[0].FullyQualifiedErrorId | Should -BeLike 'AgentNotStarted,*'
        $problems[0].ToString() | Should -BeLike '*npm install*Invoke-NemoFlowAgent codex -Command /path/to/codex'
        $problems[0].ToString() | Should -Not -Match 'nemo-flow '
    }
}

Describe 'Invoke-NemoFlowAgent with what is configured' -Skip:$IsWindows {
    BeforeAll {
        $sandbox = New-Sandbox
        $bin = (New-Item -ItemType Directory -Path (Join-Path $sandbox.Path 'bin')).FullName
        $agent = Join-Path $bin 'cursor'
        Set-Content -LiteralPath $agent -Value '#!/bin/sh', '[ "$1" = --version ] && exit 0', 'printf "%s" "$NEMO_FLOW_GATEWAY_URL" > url'
        chmod +x $agent
        $env:PATH = "$bin$([System.IO.Path]::PathSeparator)/usr/bin$([System.IO.Path]::PathSeparator)/bin"
        $probe = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $probe.Start()
        $port = $probe.LocalEndpoint.Port
        $probe.Stop()
        $null = Set-UserConfiguration -Text "[gateway]`nbind = `"127.0.0.1:$port`""
    }

    AfterAll {
        Restore-Sandbox $sandbox
    }

    It 'takes the other name of an agent where only that is there' {
        (Invoke-NemoFlowAgent cursor -DryRun).Command[0] | Should -Be 'cursor'
        $found = Get-NemoFlowAgent cursor
        $found.Command | Should -Be 'cursor'
        $found.Path | Should -Be $agent
    }

    It 'listens where the configuration says' {
        (Invoke-NemoFlowAgent cursor 3>$null).ExitCode | Should -Be 0
        Get-Content -Raw -LiteralPath url | Should -Be "http://127.0.0.1:$port"
    }

    It 'takes a free port where a gateway has the configured one' {
        $gateway = Start-NemoFlowGateway
        $gateway.Port | Should -Be $port
        (Invoke-NemoFlowAgent cursor 3>$null).ExitCode | Should -Be 0
        Get-Content -Raw -LiteralPath url | Should -Match '^http://127\.0\.0\.1:\d+$'
        Get-Content -Raw -LiteralPath url | Should -Not -Be $gateway.Url
        $gateway | Stop-NemoFlowGateway
    }

    It 'says who has the configured port where no gateway of ours does' {
        $other = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, $port)
        $other.Start()
        try {
            Invoke-NemoFlowAgent cursor -ErrorVariable problems -ErrorAction SilentlyContinue 3>$null | Should -BeNullOrEmpty
        } finally {
            $other.Stop()
        }

        $problems[0].FullyQualifiedErrorId | Should -BeLike 'GatewayNotStarted,*'
        $problems[0].ErrorDetails.RecommendedAction | Should -BeLike '*bind*'
    }
}
