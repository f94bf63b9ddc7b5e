# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
}

Describe 'Get-NemoFlowConfiguration' {
    BeforeEach {
        $sandbox = New-Sandbox
    }

    AfterEach {
        $env:NEMO_FLOW_ANTHROPIC_BASE_URL = $null
        Restore-Sandbox $sandbox
    }

    It 'tells of each setting where it comes from' {
        $file = Set-UserConfiguration -Text "# mine`n[content]`ncapture = `"metadata`""
        $env:NEMO_FLOW_ANTHROPIC_BASE_URL = 'http://127.0.0.1:9'
        $project = Join-Path (New-Item -ItemType Directory -Path '.nemo-flow') 'config.toml'
        Set-Content -LiteralPath $project -Value "[session]`natif_dir = `"out`""
        $all = Get-NemoFlowConfiguration
        $all | ForEach-Object { $_ | Should -BeOfType NemoFlow.ConfigurationEntry }

        $capture = $all | Where-Object Key -EQ 'content.capture'
        $capture.Value | Should -Be 'metadata'
        $capture.Layer | Should -Be 'User'
        $capture.Source | Should -Be "${file}:3:11"
        ($all | Where-Object Key -EQ 'upstream.anthropic_base_url').Source | Should -Be 'NEMO_FLOW_ANTHROPIC_BASE_URL'
        ($all | Where-Object Key -EQ 'upstream.openai_base_url').Layer | Should -Be 'Default'
        (Get-NemoFlowConfiguration -Layer Project).Value | Should -Be (Join-Path $sandbox.Work 'out')
        (Get-NemoFlowConfiguration session.atif_dir -WorkingDirectory $sandbox.Path).Layer | Should -Be 'Default'
    }

    It 'finds settings by name, by section and by wildcard, and with -All those that nobody set' {
        (Get-NemoFlowConfiguration gateway.bind).Value | Should -BeNullOrEmpty
        (Get-NemoFlowConfiguration upstream).Key | Should -Be 'upstream.openai_base_url', 'upstream.anthropic_base_url'
        Get-NemoFlowConfiguration gateway.b* | Should -BeNullOrEmpty
        (Get-NemoFlowConfiguration gateway.b* -All).Key | Should -Be 'gateway.bind'
        (Get-NemoFlowConfiguration -All).Count | Should -BeGreaterThan (Get-NemoFlowConfiguration).Count
    }

    It 'tells of every mistake with file, line and key, and gives the rest' {
        $file = Set-UserConfiguration -Text "[upstream]`nopenai_base_url = 3`n[gateway]`nmax_capture_bytes = `"much`"`nbindd = 1`n[content]`ncapture = `"none`""
        $plugins = Set-UserConfiguration -Name plugins.toml -Text "version = 1`n[[components]`n"
        $all = Get-NemoFlowConfiguration -ErrorAction SilentlyContinue -ErrorVariable problems -WarningVariable warned 3>$null
        ($all | Where-Object Key -EQ 'content.capture').Value | Should -Be 'none'
        $problems | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'ConfigurationInvalid,*' }
        $problems | ForEach-Object { $_.ErrorDetails.RecommendedAction | Should -BeLike "Mend line $($_.TargetObject.Line) of $($_.TargetObject.Path)*" }
        $places = $problems.TargetObject | ForEach-Object { "$($_.Path) $($_.Line) $($_.Key)".Trim() } | Sort-Object
        $places | Should -Be "$file 2 upstream.openai_base_url", "$file 4 gateway.max_capture_bytes", "$plugins 2"
        "$warned" | Should -BeLike "*${file}:5:*gateway.bindd*"
    }

    It 'tells of what does not fit together' {
        $file = Set-UserConfiguration -Name plugins.toml -Text @'
version = 1
[[components]]
kind = "observability"
enabled = true
[components.config]
version = 1
[components.config.opentelemetry]
enabled = true
'@
        Get-NemoFlowConfiguration observability.enabled -ErrorAction SilentlyContinue -ErrorVariable problems | Should -Not -BeNullOrEmpty
        $problems[0].Exception.Message | Should -BeLike "${file}:8:*observability.opentelemetry.endpoint is missing*"
    }

    It 'reads a file that is named instead, and tells where there is none' {
        Set-Content -LiteralPath 'other.toml' -Value "[content]`ncapture = `"none`""
        $found = Get-NemoFlowConfiguration content.capture -ConfigurationPath other.toml
        $found.Value | Should -Be 'none'
        $found.Layer | Should -Be 'File'
        Get-NemoFlowConfiguration content.capture -ConfigurationPath nope.toml -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems.Count | Should -Be 1
        $problems[0].Exception.Message | Should -BeLike '*nope.toml*does not exist*'
    }

    It 'shows no secret' {
        $null = Set-UserConfiguration -Name plugins.toml -Text @'
version = 1
[[components]]
kind = "observability"
enabled = true
[components.config]
version = 1
[components.config.opentelemetry]
enabled = true
endpoint = "http://user:canary-one@127.0.0.1:4318/v1/traces?key=canary-two"
headers = { authorization = "canary-three" }
'@
        $text = Get-NemoFlowConfiguration | Format-List * | Out-String
        $text | Should -BeLike '*opentelemetry.endpoint*'
        $text | Should -Not -BeLike '*canary*'
    }
}
