# SPDX-License-Identifier: Apache-2.0
BeforeDiscovery {
    $noAnalyzer = -not (Get-Module -ListAvailable -Name PSScriptAnalyzer)
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
}

Describe 'The scripts' -Skip:$noAnalyzer {
    It 'have no findings of the script analyzer' {
        $findings = @('build.ps1', '.ci', 'module', 'integrations' | ForEach-Object { Join-Path $Root $_ } | Where-Object { Test-Path -LiteralPath $_ } |
            ForEach-Object { Invoke-ScriptAnalyzer -Path $_ -Recurse })
        $findings += @(Invoke-ScriptAnalyzer -Path (Join-Path $Root 'tests/Pester') -Recurse -Settings (Join-Path $Root 'tests/Pester/Support/AnalyzerSettings.psd1'))
        $findings | ForEach-Object { "$($_.ScriptName):$($_.Line) $($_.RuleName)" } | Should -BeNullOrEmpty
    }
}

Describe 'The help compiler' {
    It 'tells a page that does not fit its cmdlet' {
        $pages = Join-Path ([System.IO.Path]::GetTempPath()) "nf-pages-$([guid]::NewGuid().ToString('N'))"
        $module = Join-Path ([System.IO.Path]::GetTempPath()) "nf-module-$([guid]::NewGuid().ToString('N'))"
        Copy-Item -LiteralPath (Join-Path $Root 'docs/en-US') -Destination $pages -Recurse
        Copy-Item -LiteralPath $ModuleFolder -Destination $module -Recurse
        try {
            $compile = { & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File (Join-Path $Root '.ci/help.ps1') -ModulePath $module -PagePath $pages 6>&1 | Out-String }
            $null = & $compile
            $LASTEXITCODE | Should -Be 0

            $page = Join-Path $pages 'Stop-NemoFlowGateway.md'
            Set-Content -LiteralPath $page -Value ((Get-Content -LiteralPath $page) -replace '^### -PassThru$', '### -Nonsense')
            Remove-Item -LiteralPath (Join-Path $pages 'Get-NemoFlowAgent.md')
            $told = & $compile
            $LASTEXITCODE | Should -Be 1
            $told | Should -Match 'Stop-NemoFlowGateway: the page says nothing of -PassThru'
            $told | Should -Match 'Stop-NemoFlowGateway: the page describes -Nonsense'
            $told | Should -Match 'Get-NemoFlowAgent has no page'
        } finally {
            Remove-Item -LiteralPath $pages, $module -Recurse
        }
    }
}
