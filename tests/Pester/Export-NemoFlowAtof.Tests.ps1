# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $sandbox = New-Sandbox
    $gateway = Start-NemoFlowGateway
    $id = Send-SampleSession $gateway
    $other = Send-SampleSession $gateway
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'Export-NemoFlowAtof' {
    It 'writes a file of events for each session of a pipeline' {
        $files = Get-NemoFlowSession $id, $other | Export-NemoFlowAtof -Path events
        $files | ForEach-Object { $_ | Should -BeOfType NemoFlow.ExportedFile }
        $files.Path | Should -Be (Join-Path $sandbox.Work "events/$id.atof.jsonl"), (Join-Path $sandbox.Work "events/$other.atof.jsonl")
        $files.Format | Should -Be 'ATOF-v0.1', 'ATOF-v0.1'
        $lines = Get-Content -LiteralPath $files[0].Path | ConvertFrom-Json
        $lines | ForEach-Object { $_.atof_version | Should -Be '0.1' }
        $scopes = $lines | Where-Object kind -EQ scope
        ($scopes | Where-Object scope_category -EQ start).uuid | Sort-Object | Should -Be (($scopes | Where-Object scope_category -EQ end).uuid | Sort-Object)
        ($scopes | Where-Object category -EQ tool)[0].name | Should -Be 'Bash'
    }

    It 'repeats the ids when it exports again' {
        $one = Export-NemoFlowAtof -Id $id -Path one.jsonl
        $two = Export-NemoFlowAtof -Id $id -Path two.jsonl
        Get-Content -Raw -LiteralPath $two.Path | Should -BeExactly (Get-Content -Raw -LiteralPath $one.Path)
    }

    It 'keeps a file that exists, unless forced' {
        $file = Export-NemoFlowAtof -Id $id -Path kept.jsonl
        Export-NemoFlowAtof -Id $id -Path kept.jsonl -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
        (Export-NemoFlowAtof -Id $id -Path kept.jsonl -Force).Length | Should -Be $file.Length
    }

    It 'sends to what is configured with -Send, and says where nothing is' {
        { Export-NemoFlowAtof -Id $id -Send } | Should -Throw -ErrorId 'NothingConfigured,*'
        $backend = Start-Backend
        try {
            $null = Set-UserConfiguration -Name plugins.toml -Text @"
version = 1
[[components]]
kind = "observability"
enabled = true
[components.config]
version = 1
[components.config.atof]
enabled = true
[[components.config.atof.sinks]]
type = "file"
output_directory = "$($sandbox.Work)/sink"
filename = "all.jsonl"
[[components.config.atof.sinks]]
type = "stream"
url = "$($backend.Url)/events"
transport = "ndjson"
"@
            $reports = Get-NemoFlowSession $id, $other | Export-NemoFlowAtof -Send
            $reports | ForEach-Object { $_ | Should -BeOfType NemoFlow.DeliveryReport }
            $reports.Count | Should -Be 4
            $reports.IsComplete | Should -Not -Contain $false
            @(Get-Content -LiteralPath 'sink/all.jsonl').Count | Should -Be ($reports | Where-Object Address -Like '*all.jsonl' | Measure-Object Sent -Sum).Sum
            (($backend.Requests.ToArray().Text -join '').TrimEnd() -split "`n").Count | Should -Be ($reports | Where-Object Address -Like 'http*' | Measure-Object Sent -Sum).Sum
        } finally {
            Stop-Backend $backend
            Remove-Item -LiteralPath (Join-Path $env:XDG_CONFIG_HOME 'nemo-flow/plugins.toml')
        }
    }
}
