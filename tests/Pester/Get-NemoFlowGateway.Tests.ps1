# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $sandbox = New-Sandbox
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'Get-NemoFlowGateway' {
    It 'gives nothing where nothing runs' {
        Get-NemoFlowGateway | Should -BeNullOrEmpty
    }

    It 'shows counters as they are now' {
        $gateway = Start-NemoFlowGateway
        $null = Send-SampleSession $gateway
        (Get-NemoFlowGateway).EventsRecorded | Should -Be 6
        $null = Send-SampleSession $gateway -Open
        $gateway.EventsRecorded | Should -Be 11
        $gateway.OpenSessions | Should -Be 1
        Stop-NemoFlowGateway $gateway
    }

    It 'shows gateways of other processes, which cannot be stopped from here' {
        $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
        foreach ($argument in $CommandLine.FullName, '--bind', '127.0.0.1:0') {
            $start.ArgumentList.Add($argument)
        }

        $start.RedirectStandardOutput = $true
        $other = [System.Diagnostics.Process]::Start($start)
        try {
            $url = ($other.StandardOutput.ReadLine() -split ' ')[-1]
            $deadline = [datetime]::UtcNow.AddSeconds(10)
            do {
                $found = Get-NemoFlowGateway $url -ErrorAction Ignore
            } until ($found -or [datetime]::UtcNow -gt $deadline)

            $found.ProcessId | Should -Be $other.Id
            $found.State | Should -Be 'Running'
            $found.IsLocal | Should -BeFalse
            Get-NemoFlowGateway -Local | Should -BeNullOrEmpty
            $found | Stop-NemoFlowGateway -ErrorAction SilentlyContinue -ErrorVariable problems
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'GatewayOfAnotherProcess,*'
        } finally {
            $other.Kill()
            $other.WaitForExit()
        }

        Get-NemoFlowGateway | Should -BeNullOrEmpty -Because 'the note of a killed process counts for nothing'
        Get-ChildItem -Path (Join-Path $sandbox.State 'gateways/*.json') | Should -BeNullOrEmpty
    }
}
