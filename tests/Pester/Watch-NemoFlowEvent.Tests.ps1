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

Describe 'Watch-NemoFlowEvent' {
    It 'gives what is recorded while it runs' {
        $shell = [powershell]::Create()
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        try {
            $watching = $shell.AddScript("Import-Module '$Manifest'; Watch-NemoFlowEvent -Kind hook -Timeout 20 | Select-Object -First 6").BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
            $deadline = [datetime]::UtcNow.AddSeconds(15)
            while (-not $watching.IsCompleted -and [datetime]::UtcNow -lt $deadline) {
                # Until the watch has begun, what is recorded is not new to it.
                $null = Send-SampleSession $gateway
                $null = $watching.AsyncWaitHandle.WaitOne(300)
            }

            $watching.IsCompleted | Should -BeTrue
            $output.Count | Should -Be 6
            $output.SessionId | Should -Not -Contain $id
        } finally {
            $shell.Dispose()
        }
    }

    It 'begins with what is there, where it is asked to, and ends in time' {
        $events = Watch-NemoFlowEvent $id -IncludeExisting -Timeout 1
        $events.Count | Should -Be 6
    }
}
