# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $sandbox = New-Sandbox
    $gateway = Start-NemoFlowGateway
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'Remove-NemoFlowSession' {
    It 'removes the journals, and leaves the trajectory' {
        $id = Send-SampleSession $gateway
        Remove-NemoFlowSession $id | Should -BeNullOrEmpty
        Join-Path $sandbox.State "sessions/$id" | Should -Not -Exist
        Join-Path $sandbox.Work ".nemo-flow/atif/$id.atif.json" | Should -Exist
        Get-NemoFlowSession $id -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'SessionNotFound,*'
    }

    It 'removes an active session only when forced' {
        $id = Send-SampleSession $gateway -Open
        Get-NemoFlowSession $id | Remove-NemoFlowSession -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'SessionIsActive,*'
        Remove-NemoFlowSession $id -Force
        Get-NemoFlowSession | ForEach-Object Id | Should -Not -Contain $id
    }

    It 'says what it needs' {
        { Remove-NemoFlowSession } | Should -Throw -ErrorId 'NoSessionGiven,*'
    }
}
