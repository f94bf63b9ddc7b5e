# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $sandbox = New-Sandbox
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'Start-NemoFlowGateway' {
    AfterEach {
        Get-NemoFlowGateway -Local | Stop-NemoFlowGateway
    }

    It 'listens on a free loopback port and says where' {
        $gateway = Start-NemoFlowGateway
        $gateway | Should -BeOfType NemoFlow.GatewayInfo
        $gateway.Url | Should -Be "http://127.0.0.1:$($gateway.Port)"
        $gateway.ProcessId | Should -Be $PID
        $gateway.State | Should -Be 'Running'
        $gateway.IsLocal | Should -BeTrue
        $gateway.StateDirectory | Should -Be $sandbox.State
        (Invoke-RestMethod "$($gateway.Url)/healthz").status | Should -Be 'ok'
    }

    It 'takes the provider, the folder for trajectories and the port that it is told' {
        $free = Start-NemoFlowGateway
        Stop-NemoFlowGateway $free
        $gateway = Start-NemoFlowGateway -Port $free.Port -OpenAIBaseUrl http://127.0.0.1:9/v1 -AtifDirectory trajectories
        $gateway.Port | Should -Be $free.Port
        $gateway.OpenAIBaseUrl | Should -Be 'http://127.0.0.1:9/v1'
        $gateway.AtifDirectory | Should -Be (Join-Path $sandbox.Work 'trajectories')
        $null = Send-SampleSession $gateway
        Join-Path $sandbox.Work 'trajectories/*.atif.json' | Should -Exist
    }

    It 'reads a configuration file, and shows no credentials of it' {
        Set-Content -LiteralPath own.toml -Value "[upstream]`nopenai_base_url = `"https://user:secret@example.com/v1?key=secret`""
        $gateway = Start-NemoFlowGateway -ConfigurationPath own.toml
        $gateway.OpenAIBaseUrl | Should -Be 'https://***@example.com/v1?***'
    }

    It 'streams an answer as it comes' {
        $scenario = Join-Path $sandbox.Path 'stream.json'
        Set-Content -LiteralPath $scenario -Value '{"name":"stream","description":"A second.","prompts":["Go."],"conversations":[{"name":"stream","turns":[{"text":"One two three four five.","pace":{"delta_characters":3,"delay_ms":150,"first_delay_ms":10}}]}]}'
        $provider = Start-Provider -Scenario $scenario -Sandbox $sandbox
        try {
            $gateway = Start-NemoFlowGateway
            $client = [System.Net.Http.HttpClient]::new()
            $body = [System.Net.Http.StringContent]::new('{"model":"gpt-5.5","stream":true,"input":[{"role":"user","content":"Answer slowly."}]}', $null, 'application/json')
            $request = [System.Net.Http.HttpRequestMessage]::new('Post', "$($gateway.Url)/v1/responses")
            $request.Content = $body
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $response = $client.Send($request, [System.Net.Http.HttpCompletionOption]::ResponseHeadersRead)
            $reader = [System.IO.StreamReader]::new($response.Content.ReadAsStream())
            $first = $reader.ReadLine()
            $firstAt = $clock.Elapsed
            $null = $reader.ReadToEnd()
            $first | Should -BeLike 'event: response.*'
            $firstAt | Should -BeLessThan ($clock.Elapsed / 2)
        } finally {
            Stop-Provider $provider
        }
    }

    It 'shows an exporter that fails with problem, lag and the next try' {
        $backend = Start-Backend
        $url = "$($backend.Url)/v1/traces"
        Stop-Backend $backend
        $gateway = Start-NemoFlowGateway -OpenInferenceEndpoint $url
        try {
            $null = Send-SampleSession $gateway
            $until = [datetime]::UtcNow.AddSeconds(20)
            do {
                $exporter = $gateway.Exporters[0]
                $null = [System.Threading.Thread]::Yield()
            } until ($exporter.NextTryAt -or [datetime]::UtcNow -gt $until)
            $exporter.IsFailing | Should -BeTrue
            $exporter.LastProblem | Should -BeLike "$url cannot be reached: *"
            $exporter.NextTryAt | Should -BeGreaterThan $exporter.LastProblemAt
            $gateway | Format-List | Out-String -Width 400 | Should -BeLike "*exporter openinference-* to ${url}: 0 spans delivered, 1 session waits, for * cannot be reached: *; what waits is kept*"
            $table = $gateway.Exporters | Format-Table | Out-String -Width 200
            $table | Should -BeLike '*Name*State*Delivered*Rejected*Waiting*Lag*LastProblem*'
            $table | Should -BeLike '*openinference-*failing*cannot be reached*'
        } finally {
            Stop-NemoFlowGateway $gateway
        }
    }

    It 'delivers OpenInference traces where -OpenInferenceEndpoint says, and as -PluginConfig says' -ForEach @(
        @{ Arguments = { @{ OpenInferenceEndpoint = "$($backend.Url)/v1/traces" } } }
        @{ Arguments = { @{ PluginConfig = @{ version = 1; components = @(@{ kind = 'observability'; enabled = $true; config = @{ version = 1; openinference = @{ enabled = $true; endpoint = "$($backend.Url)/v1/traces" } } }) } } } }
    ) {
        $backend = Start-Backend
        try {
            $given = & $Arguments
            $gateway = Start-NemoFlowGateway @given
            $gateway.Exporters.Address | Should -Be "$($backend.Url)/v1/traces"
            $null = Send-SampleSession $gateway
            Stop-NemoFlowGateway $gateway
            ($backend.Requests.ToArray().Text -join '') | Should -BeLike '*openinference.span.kind*'
        } finally {
            Stop-Backend $backend
        }
    }

    It 'tells what is wrong: <Id>' -ForEach @(
        @{ Id = 'GatewayNotStarted'; Script = { $busy = Start-NemoFlowGateway; Start-NemoFlowGateway -Port $busy.Port -ErrorAction SilentlyContinue -ErrorVariable +problems } }
        @{ Id = 'ConfigurationInvalid'; Script = { Start-NemoFlowGateway -Address 192.0.2.1 -ErrorAction SilentlyContinue -ErrorVariable +problems } }
        @{ Id = 'ConfigurationInvalid'; Script = { Start-NemoFlowGateway -ConfigurationPath missing.toml -ErrorAction SilentlyContinue -ErrorVariable +problems } }
        @{ Id = 'ConfigurationInvalid'; Script = { Start-NemoFlowGateway -OpenAIBaseUrl nonsense -ErrorAction SilentlyContinue -ErrorVariable +problems } }
        @{ Id = 'ConfigurationInvalid'; Script = { Start-NemoFlowGateway -Address nowhere -ErrorAction SilentlyContinue -ErrorVariable +problems } }
    ) {
        $problems = @()
        $null = . $Script
        $problems[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}
