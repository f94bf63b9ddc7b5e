# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $sandbox = New-Sandbox
    $gateway = Start-NemoFlowGateway
    $id = Send-SampleSession $gateway
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'ConvertTo-NemoFlowAtif' {
    It 'gives the same document that is exported' {
        $text = Get-NemoFlowSession $id | ConvertTo-NemoFlowAtif
        $text | Should -BeOfType string
        $file = Export-NemoFlowAtif -Id $id -Path same.json
        $text | Should -Be (Get-Content -Raw -LiteralPath $file.Path)
        ($text | ConvertFrom-Json).steps[0].message | Should -Be 'Say hello'
    }
}
