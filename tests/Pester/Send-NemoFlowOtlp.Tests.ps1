# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $sandbox = New-Sandbox
    $gateway = Start-NemoFlowGateway
    $id = Send-SampleSession $gateway
    $other = Send-SampleSession $gateway

    # What the backend has received, the path apart.
    function Get-Received {
        ($backend.Requests.ToArray() | ForEach-Object Text) -join ''
    }
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'Send-NemoFlowOtlp' {
    BeforeEach {
        $backend = Start-Backend
    }

    AfterEach {
        Stop-Backend $backend
    }

    It 'sends sessions of a pipeline to a bare server and tells what arrived' {
        $reports = Get-NemoFlowSession | Send-NemoFlowOtlp -Endpoint $backend.Url
        $reports | ForEach-Object { $_ | Should -BeOfType NemoFlow.DeliveryReport }
        $reports.SessionId | Sort-Object | Should -Be ($id, $other | Sort-Object)
        $reports.Sent | Should -Be 2, 2 -Because 'a turn and a tool call are a span each'
        $reports.IsComplete | Should -Be $true, $true
        $backend.Requests.ToArray().Path | Should -Be '/v1/traces', '/v1/traces'
        Get-Received | Should -BeLike '*execute_tool Bash*'
    }

    It 'speaks in the words of <Convention>' -ForEach @(
        @{ Convention = 'GenAi'; Has = 'gen_ai.operation.name'; HasNot = 'openinference.span.kind' }
        @{ Convention = 'OpenInference'; Has = 'openinference.span.kind'; HasNot = 'gen_ai.operation.name' }
        @{ Convention = 'both'; Has = 'openinference.span.kind'; HasNot = 'nothing like this' }
    ) {
        $null = Send-NemoFlowOtlp -Id $id $backend.Url -Convention $Convention
        Get-Received | Should -BeLike "*$Has*"
        Get-Received | Should -Not -BeLike "*$HasNot*"
    }

    It 'leaves content out of GenAI spans unless it is asked for' {
        $null = Send-NemoFlowOtlp -Id $id $backend.Url
        Get-Received | Should -Not -BeLike '*Say hello*'
        $null = Send-NemoFlowOtlp -Id $id $backend.Url -CaptureContent
        Get-Received | Should -BeLike '*Say hello*'
    }

    It 'sends headers, secrets as SecureStrings or from the environment, and shows none' {
        $env:NEMO_FLOW_TEST_KEY = 'canary-environment'
        try {
            $secret = [securestring]::new()
            'canary-token'.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }
            $arguments = @{ Id = $id; Endpoint = $backend.Url; Token = $secret; Headers = @{ 'x-plain' = 'plain'; 'x-secret' = $secret }; HeaderVariable = @{ 'x-key' = 'NEMO_FLOW_TEST_KEY' } }
            $told = Send-NemoFlowOtlp @arguments -Verbose *>&1 | Out-String
            $headers = $backend.Requests.ToArray()[0].Headers
            $headers['Authorization'] | Should -Be 'Bearer canary-token'
            $headers['x-plain'] | Should -Be 'plain'
            $headers['x-secret'] | Should -Be 'canary-token'
            $headers['x-key'] | Should -Be 'canary-environment'
            $told | Should -Not -BeLike '*canary*'

            $backend.Status = 401
            Send-NemoFlowOtlp @arguments -ErrorAction SilentlyContinue -ErrorVariable problems
            ($problems | Format-List * -Force | Out-String) | Should -Not -BeLike '*canary*'
        } finally {
            $env:NEMO_FLOW_TEST_KEY = $null
        }
    }

    It 'refuses a header that could forge another, without repeating its value' {
        { Send-NemoFlowOtlp -Id $id $backend.Url -Headers @{ 'x-key' = "canary`r`nx-other: 1" } } | Should -Throw -ErrorId 'HeaderInvalid,*'
        $Error[0].Exception.Message | Should -Not -BeLike '*canary*'
        { Send-NemoFlowOtlp -Id $id $backend.Url -Headers @{ 'no name' = 'x' } } | Should -Throw -ErrorId 'HeaderInvalid,*'
        Send-NemoFlowOtlp -Id $id $backend.Url -HeaderVariable @{ 'x-key' = 'NEMO_FLOW_TEST_KEY' } -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].Exception.Message | Should -BeLike '*NEMO_FLOW_TEST_KEY, which is not set*'
        $backend.Requests.Count | Should -Be 0
    }

    It 'tells how many spans the backend threw away' {
        # ExportTraceServiceResponse { partial_success { rejected_spans: 1, error_message: "full" } }
        $backend.Reply = [byte[]] (0x0A, 0x08, 0x08, 0x01, 0x12, 0x04) + [System.Text.Encoding]::ASCII.GetBytes('full')
        $report = Send-NemoFlowOtlp -Id $id $backend.Url -WarningVariable warned 3>$null
        $report.Sent | Should -Be 1
        $report.Rejected | Should -Be 1
        "$warned" | Should -BeLike '*threw away 1*full*'
    }

    It 'makes a backend that refuses, or is not there, an error for each session' {
        $backend.Status = 400
        $reports = Get-NemoFlowSession | Send-NemoFlowOtlp -Endpoint $backend.Url -ErrorAction SilentlyContinue -ErrorVariable problems
        $reports | Should -BeNullOrEmpty
        $problems.Count | Should -Be 2
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'NotDelivered,*'
        $problems.TargetObject | Sort-Object | Should -Be ($id, $other | Sort-Object)

        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        Get-NemoFlowSession | Send-NemoFlowOtlp -Endpoint http://127.0.0.1:9 -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.Count | Should -Be 2
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 8 -Because 'a backend that is down is not waited for again and again'
    }

    It 'sends metrics as well, and makes a session one trace, where that is asked for' {
        $reports = Send-NemoFlowOtlp -Id $id $backend.Url -Metric -TracePerSession
        $reports.Kind | Should -Be 'otlp', 'metrics'
        $reports[1].Address | Should -Be "$($backend.Url)/v1/metrics"
    }

    It 'uses the backends of the configuration, else the standard variables, else says what is missing' {
        { Send-NemoFlowOtlp -Id $id } | Should -Throw -ErrorId 'BackendInvalid,*'
        $env:OTEL_EXPORTER_OTLP_ENDPOINT = $backend.Url
        try {
            (Send-NemoFlowOtlp -Id $id).Address | Should -Be "$($backend.Url)/v1/traces"
        } finally {
            $env:OTEL_EXPORTER_OTLP_ENDPOINT = $null
        }

        $file = Set-UserConfiguration -Name plugins.toml -Text @"
version = 1
[[components]]
kind = "observability"
enabled = true
[components.config]
version = 1
[components.config.openinference]
enabled = true
endpoint = "$($backend.Url)/custom"
"@
        try {
            (Send-NemoFlowOtlp -Id $id).Address | Should -Be "$($backend.Url)/custom"
        } finally {
            Remove-Item -LiteralPath $file
        }
    }

    It 'tells a bad endpoint, and hides what is secret in it' {
        { Send-NemoFlowOtlp -Id $id 'nonsense' } | Should -Throw -ErrorId 'BackendInvalid,*'
        { Send-NemoFlowOtlp -Id $id -WeaveProject 'nonsense' } | Should -Throw -ErrorId 'BackendInvalid,*'
        { Send-NemoFlowOtlp -Id $id 'ftp://user:canary@host/x' } | Should -Throw -ErrorId 'BackendInvalid,*'
        $Error[0].Exception.Message | Should -Not -BeLike '*canary*'
    }

    It 'speaks gRPC, and tells where nobody does' {
        Send-NemoFlowOtlp -Id $id $backend.Url -Protocol grpc -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'NotDelivered,*'
        $problems[0].Exception.Message | Should -BeLike '*TraceService/Export*'
    }
}
