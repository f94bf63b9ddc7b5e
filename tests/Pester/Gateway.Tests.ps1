# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
}

Describe 'A gateway in this process' {
    BeforeAll {
        $sandbox = New-Sandbox
    }

    AfterAll {
        Restore-Sandbox $sandbox
    }

    It 'is started, shown and stopped' {
        $gateway = Start-NemoFlowGateway
        $gateway | Should -BeOfType NemoFlow.GatewayInfo
        $gateway.Port | Should -BeGreaterThan 0
        $gateway.ProcessId | Should -Be $PID
        $gateway.State | Should -Be 'Running'
        (Get-NemoFlowGateway).Id | Should -Be $gateway.Id
        (Invoke-RestMethod "$($gateway.Url)/healthz").status | Should -Be 'ok'

        Stop-NemoFlowGateway $gateway

        $gateway.State | Should -Be 'Stopped'
        Get-NemoFlowGateway | Should -BeNullOrEmpty
        { Invoke-RestMethod "$($gateway.Url)/healthz" } | Should -Throw
    }

    It 'counts what it records, and keeps the counters when it is stopped' {
        $gateway = Start-NemoFlowGateway
        $id = Send-SampleSession $gateway
        $gateway.EventsRecorded | Should -Be 6
        $stopped = $gateway | Stop-NemoFlowGateway -PassThru
        $stopped.EventsRecorded | Should -BeGreaterOrEqual 6
        (Get-NemoFlowSession $id).State | Should -Be 'Ended'
    }
}
