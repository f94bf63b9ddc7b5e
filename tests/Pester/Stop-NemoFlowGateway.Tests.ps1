# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $sandbox = New-Sandbox
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'Stop-NemoFlowGateway' {
    It 'writes what is on its way, closes open sessions and frees the port' {
        $gateway = Start-NemoFlowGateway
        $id = Send-SampleSession $gateway -Open
        $stopped = Stop-NemoFlowGateway $gateway -PassThru
        $stopped.State | Should -Be 'Stopped'
        $stopped.EventsRecorded | Should -Be 6 -Because 'the session is closed by an event of the gateway'
        { Invoke-RestMethod "$($gateway.Url)/healthz" } | Should -Throw
        Join-Path $sandbox.Work ".nemo-flow/atif/$id.atif.json" | Should -Exist
        (Get-NemoFlowSession $id).State | Should -Be 'Ended'
    }

    It 'means the latest of this runspace where nothing is named' {
        $first = Start-NemoFlowGateway
        $second = Start-NemoFlowGateway
        Stop-NemoFlowGateway
        $second.State | Should -Be 'Stopped'
        $first.State | Should -Be 'Running'
        Stop-NemoFlowGateway
        $first.State | Should -Be 'Stopped'
    }

    It 'takes wildcards, and tells a stopped gateway apart' {
        $gateways = Start-NemoFlowGateway
        Stop-NemoFlowGateway -Id *
        $gateways.State | Should -Be 'Stopped'
        $gateways | Stop-NemoFlowGateway -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'GatewayIsStopped,*'
    }

    It 'takes a URL, a port or an id by position, and offers them' {
        foreach ($property in 'Url', 'Port', 'Id') {
            $gateway = Start-NemoFlowGateway
            $other = Start-NemoFlowGateway
            (Get-Completion "Stop-NemoFlowGateway $($gateway.Url)").CompletionText | Should -Contain $gateway.Url
            (Get-NemoFlowGateway $gateway.$property).Id | Should -Be $gateway.Id
            (Stop-NemoFlowGateway $gateway.$property -PassThru).Id | Should -Be $gateway.Id
            $gateway.State | Should -Be 'Stopped'
            $other.State | Should -Be 'Running'
            $other | Stop-NemoFlowGateway
        }

        Stop-NemoFlowGateway 1 -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'GatewayNotFound,*'
    }

    It 'does nothing where no gateway runs' {
        Stop-NemoFlowGateway | Should -BeNullOrEmpty
    }
}
