# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $sandbox = New-Sandbox
    $gateway = Start-NemoFlowGateway
    $id = Send-SampleSession $gateway
    $other = Send-SampleSession $gateway
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'Export-NemoFlowAtif' {
    It 'writes to <Target>' -ForEach @(
        @{ Target = 'a new folder'; Path = 'folder'; File = 'folder/{0}.atif.json' }
        @{ Target = 'a file'; Path = 'one.json'; File = 'one.json' }
        @{ Target = 'a template'; Path = 't/{agent}/{model}/{id}.json'; File = 't/codex/gpt-5.5/{0}.json' }
        @{ Target = 'the current folder'; Path = '.'; File = '{0}.atif.json' }
    ) {
        $written = Export-NemoFlowAtif -Id $id -Path $Path
        $written | Should -BeOfType NemoFlow.ExportedFile
        $written.Path | Should -Be (Join-Path $sandbox.Work ($File -f $id))
        $written.Length | Should -Be (Get-Item -LiteralPath $written.Path).Length
        (Get-Content -Raw -LiteralPath $written.Path | ConvertFrom-Json).session_id | Should -Be $id
    }

    It 'takes braces as they are with -LiteralPath' {
        (Export-NemoFlowAtif -Id $id -LiteralPath '{id}.json').Path | Should -Be (Join-Path $sandbox.Work '{id}.json')
    }

    It 'is bound by the run that the agent cmdlet gives' {
        ([pscustomobject] @{ RunId = 'r'; Session = $null; SessionId = $id } | Export-NemoFlowAtif -Path by-run).SessionId | Should -Be $id
    }

    It 'keeps a file that exists, unless forced' {
        $file = Export-NemoFlowAtif -Id $id -Path kept.json
        Set-Content -LiteralPath $file.Path -Value 'mine'
        Export-NemoFlowAtif -Id $id -Path kept.json -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
        Get-Content -LiteralPath $file.Path | Should -Be 'mine'
        Export-NemoFlowAtif -Id $id -Path kept.json -Force | Should -Not -BeNullOrEmpty
    }

    It 'does not write two sessions to one file' {
        $files = Get-NemoFlowSession $id, $other | Export-NemoFlowAtif -Path both.json -Force -ErrorAction SilentlyContinue -ErrorVariable problems
        @($files).Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'FileOfAnotherSession,*'
    }

    It 'tells a folder in the place of the file, a bad template and another provider' {
        $null = New-Item -ItemType Directory -Path "taken/$id.atif.json"
        Export-NemoFlowAtif -Id $id -Path taken -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'FolderInsteadOfFile,*'
        { Export-NemoFlowAtif -Id $id -Path '{nonsense}.json' } | Should -Throw -ErrorId 'PathInvalid,*'
        { Export-NemoFlowAtif -Id $id -Path Env:\x } | Should -Throw -ErrorId 'NotFileSystem,*'
    }

    It 'tells a session without a step' {
        $null = '{"session_id":"empty","hook_event_name":"SessionStart"}' | Send-NemoFlowHook codex -Gateway $gateway
        Export-NemoFlowAtif -Id empty -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'SessionHasNoStep,*'
    }
}
