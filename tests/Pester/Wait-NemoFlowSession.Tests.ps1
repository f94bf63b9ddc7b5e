# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $sandbox = New-Sandbox
    $gateway = Start-NemoFlowGateway
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'Wait-NemoFlowSession' {
    It 'gives a session that has ended at once' {
        $id = Send-SampleSession $gateway
        (Wait-NemoFlowSession $id).State | Should -Be 'Ended'
    }

    It 'waits for the end that another runspace brings' {
        $id = Send-SampleSession $gateway -Open
        $shell = [powershell]::Create()
        try {
            $waiting = $shell.AddScript("Import-Module '$Manifest'; Wait-NemoFlowSession '$id'").BeginInvoke()
            $waiting.AsyncWaitHandle.WaitOne(500) | Should -BeFalse
            $null = @{ session_id = $id; hook_event_name = 'SessionEnd' } | Send-NemoFlowHook codex -Gateway $gateway
            $waiting.AsyncWaitHandle.WaitOne(10000) | Should -BeTrue
            $shell.EndInvoke($waiting).State | Should -Be 'Ended'
        } finally {
            $shell.Dispose()
        }
    }

    It 'waits for the end of a turn' {
        $id = Send-SampleSession $gateway -Open
        (Wait-NemoFlowSession $id -Until TurnEnded).State | Should -Be 'Active'
    }

    It 'gives up in time, and goes on with the others' {
        $open = Send-SampleSession $gateway -Open
        $ended = Send-SampleSession $gateway
        $sessions = $open, $ended | Wait-NemoFlowSession -Timeout 1 -ErrorAction SilentlyContinue -ErrorVariable problems
        $sessions.Id | Should -Be $ended
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'WaitTimedOut,*'
        $problems[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        $problems[0].TargetObject | Should -Be $open
    }
}
