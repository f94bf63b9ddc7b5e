# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $sandbox = New-Sandbox
    $gateway = Start-NemoFlowGateway
    $old = Send-SampleSession $gateway -Prompt first
    $new = Send-SampleSession $gateway -Prompt second -Open
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'Get-NemoFlowSession' {
    It 'lists the latest first, those of running gateways included' {
        (Get-NemoFlowSession).Id | Should -Be $new, $old
    }

    It 'reads the turns of a listed session when somebody looks' {
        (Get-NemoFlowSession).Turns.Prompt | Should -Be 'second', 'first'
    }

    It 'filters by <Filter>' -ForEach @(
        @{ Filter = 'state'; Arguments = { @{ State = 'Active' } }; Expected = { $new } }
        @{ Filter = 'agent'; Arguments = { @{ Agent = 'co*' } }; Expected = { $new, $old } }
        @{ Filter = 'another agent'; Arguments = { @{ Agent = 'hermes' } }; Expected = { } }
        @{ Filter = 'model'; Arguments = { @{ Model = 'gpt-5.?' } }; Expected = { $new, $old } }
        @{ Filter = 'folder'; Arguments = { @{ WorkingDirectory = '.' } }; Expected = { $new, $old } }
        @{ Filter = 'another folder'; Arguments = { @{ WorkingDirectory = '..' } }; Expected = { } }
        @{ Filter = 'time'; Arguments = { @{ After = (Get-Date).AddHours(-1); Before = (Get-Date).AddHours(1) } }; Expected = { $new, $old } }
        @{ Filter = 'an earlier time'; Arguments = { @{ Before = (Get-Date).AddHours(-1) } }; Expected = { } }
        @{ Filter = 'number'; Arguments = { @{ Newest = 1 } }; Expected = { $new } }
        @{ Filter = 'wildcards'; Arguments = { @{ Id = "$($old.Substring(0, 8))*" } }; Expected = { $old } }
        @{ Filter = 'the beginning of an id'; Arguments = { @{ Id = $old.Substring(0, 8) } }; Expected = { $old } }
    ) {
        $found = & $Arguments
        Get-NemoFlowSession @found | ForEach-Object Id | Should -Be (& $Expected)
    }

    It 'tells an ambiguous beginning and an unknown id' {
        $common = 'same-a', 'same-b' | ForEach-Object { Send-SampleSession $gateway -Id $_ }
        Get-NemoFlowSession same -ErrorAction SilentlyContinue -ErrorVariable problems
        Get-NemoFlowSession nope -ErrorAction SilentlyContinue -ErrorVariable +problems
        $problems.FullyQualifiedErrorId | ForEach-Object { ($_ -split ',')[0] } | Should -Be 'SessionIdAmbiguous', 'SessionNotFound'
        $common | Remove-NemoFlowSession
    }

    It 'takes a whole id for that session, though another begins with it' {
        $alike = 'alike', 'alike-2' | ForEach-Object { Send-SampleSession $gateway -Id $_ }
        (Get-NemoFlowSession alike).Id | Should -Be 'alike'
        $alike | Remove-NemoFlowSession
    }

    It 'tells an unreadable journal, and lists the others' {
        $odd = New-Item -ItemType Directory -Path (Join-Path $sandbox.State 'sessions/odd')
        Set-Content -LiteralPath (Join-Path $odd 'x.jsonl') -Value 'this is no journal'
        try {
            $sessions = Get-NemoFlowSession -ErrorAction SilentlyContinue -ErrorVariable problems
            $sessions.Id | Should -Be $new, $old
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'JournalUnreadable,*'
            $problems[0].TargetObject | Should -Be $odd.FullName
            Get-NemoFlowSession odd -ErrorAction SilentlyContinue -ErrorVariable problems
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'JournalUnreadable,*'
        } finally {
            Remove-Item -LiteralPath $odd -Recurse
        }
    }

    It 'makes the catalog anew where it is gone or damaged' {
        $catalog = Join-Path $sandbox.State 'catalog.jsonl'
        $catalog | Should -Exist
        Set-Content -LiteralPath $catalog -Value 'damaged'
        (Get-NemoFlowSession).Id | Should -Be $new, $old
        Remove-Item -LiteralPath $catalog
        (Get-NemoFlowSession).Id | Should -Be $new, $old
        $catalog | Should -Exist
    }
}
