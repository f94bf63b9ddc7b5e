# SPDX-License-Identifier: Apache-2.0
BeforeDiscovery {
    $types = Select-Xml -LiteralPath (Join-Path $PSScriptRoot '../../module/NemoFlow.Format.ps1xml') -XPath '//ViewSelectedBy/TypeName' |
        ForEach-Object { @{ Type = $_.Node.InnerText } } | Sort-Object { $_.Type } -Unique
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $sandbox = New-Sandbox
    $gateway = Start-NemoFlowGateway
    $id = Send-SampleSession $gateway
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'The views' {
    It 'cover every output type' {
        $viewed = Select-Xml -LiteralPath (Join-Path $ModuleFolder 'NemoFlow.Format.ps1xml') -XPath '//ViewSelectedBy/TypeName' | ForEach-Object { $_.Node.InnerText }
        foreach ($type in (Get-Command -Module NemoFlow).OutputType.Name | Where-Object { $_ -like 'NemoFlow.*' }) {
            $viewed | Should -Contain $type
        }
    }

    It '<Type> has a table and a list' -ForEach $types {
        $file = [xml] (Get-Content -Raw -LiteralPath (Join-Path $ModuleFolder 'NemoFlow.Format.ps1xml'))
        $views = @($file.Configuration.ViewDefinitions.View | Where-Object { $_.ViewSelectedBy.TypeName -eq $Type })
        @($views | Where-Object { $_['TableControl'] }).Count | Should -Be 1
        @($views | Where-Object { $_['ListControl'] }).Count | Should -Be 1
        foreach ($cell in $views.SelectNodes('.//PropertyName').InnerText) {
            ([type] $Type).GetProperty($cell) | Should -Not -BeNullOrEmpty -Because "$Type.$cell is shown"
        }
    }

    It 'show a table of sessions within 120 columns' {
        $table = (Get-NemoFlowSession | Format-Table | Out-String -Width 120).Trim() -split '\r?\n'
        $table[0] | Should -Match '^Started +Id +Agent +State +Turns +Calls +Tools +Input +Output +Model'
        $table[-1] | Should -Match "^\d\d-\d\d \d\d:\d\d $id codex +Ended +1 +0 +1 "
        $table | ForEach-Object { $_.Length | Should -BeLessOrEqual 120 }
    }

    It 'have whole columns at <Width>, and all of them at 120' -ForEach @{ Width = 79 }, @{ Width = 80 }, @{ Width = 120 } {
        $objects = @(
            (Get-NemoFlowSession $id), (Get-NemoFlowSession $id).Turns, @(Get-NemoFlowEvent $id), $gateway, (Get-NemoFlowAgent), (Export-NemoFlowAtif -Id $id -Force),
            (Invoke-NemoFlowAgent codex -DryRun), (Install-NemoFlowHook codex -DryRun), (Install-NemoFlowHook codex -DryRun).Changes,
            (Test-NemoFlowSetup codex 3>$null), (Get-NemoFlowConfiguration -All), ('{"session_id":"narrow"}' | Send-NemoFlowHook codex -Gateway $gateway),
            [NemoFlow.AgentRun] @{ RunId = 'r'; Agent = 'claude-code'; ExitCode = 0; StartedAt = [DateTimeOffset]::Now; EndedAt = [DateTimeOffset]::Now; WorkingDirectory = '/'; Session = Get-NemoFlowSession $id },
            [NemoFlow.LlmCall] @{ Id = 'c'; Api = 'openai.responses'; StartedAt = [DateTimeOffset]::Now; Status = 'Completed'; Model = 'gpt-5.5' }
        )
        $file = [xml] (Get-Content -Raw -LiteralPath (Join-Path $ModuleFolder 'NemoFlow.Format.ps1xml'))
        foreach ($same in $objects) {
            $type = @($same)[0].GetType().FullName
            $view = $file.Configuration.ViewDefinitions.View | Where-Object { $_['TableControl'] -and $_.ViewSelectedBy.TypeName -eq $type }
            $labels = @($view.TableControl.TableHeaders.TableColumnHeader.Label)
            $lines = @(($same | Format-Table | Out-String -Width $Width -Stream) -replace "`e\[[0-9;]*m" | Where-Object { $_.Trim() })
            $shown = @(-split $lines[0])
            $shown | Should -Be $labels[0..($shown.Count - 1)] -Because "the header of $type is '$($lines[0])'"
            $lines[1] | Should -Match '^[- ]+$' -Because "the header of $type is one line"
            $shown.Count | Should -BeGreaterThan 1
            if ($Width -eq 120) {
                $shown.Count | Should -Be $labels.Count -Because "all columns of $type fit"
            }
        }

        (Get-NemoFlowSession $id | Format-Table | Out-String -Width $Width) | Should -Match $id
        (Export-NemoFlowAtif -Id $id -Force | Format-Table | Out-String -Width $Width) | Should -Match $id
        (Get-NemoFlowEvent $id | Format-Table | Out-String -Width $Width) | Should -Match " $($id.Substring(0, 13)) "
        Get-NemoFlowSession $id.Substring(0, 13) | ForEach-Object Id | Should -Be $id
    }

    It 'keep numbers and times narrow' -ForEach @(
        @{ Number = $null; Expected = '' }, @{ Number = 999999; Expected = '999,999' }, @{ Number = 1234567; Expected = '1.23M' }, @{ Number = 123456789; Expected = '123.5M' }
        @{ Number = 12345678901; Expected = '12.35G' }
    ) {
        [NemoFlow.PowerShell.Formatting.Views]::Narrow($Number) | Should -Be $Expected
        [NemoFlow.PowerShell.Formatting.Views]::When([DateTimeOffset]::Now.AddDays(-400)) | Should -Match '^\d{4}-\d\d-\d\d$'
        [NemoFlow.PowerShell.Formatting.Views]::When([DateTimeOffset]::Now) | Should -Match '^\d\d-\d\d \d\d:\d\d$'
        [NemoFlow.PowerShell.Formatting.Views]::ShortId('no-uuid-but-long-enough') | Should -Be 'no-uuid-but-long-enough'
    }

    It 'show a session as a tree' {
        $tree = (Get-NemoFlowSession $id | Format-Custom | Out-String -Width 160).Trim() -split '\r?\n'
        $tree[0] | Should -BeLike "session ${id}: 1 turn, 0 model calls, 1 tool call"
        $tree[2] | Should -BeLike '*turn 1 * Say hello'
        $tree[3] | Should -BeLike '*   *tool Bash * {"command":"echo hi"}'
    }

    It 'colour through $PSStyle, and leave colours out where they are not wanted' {
        $before = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $plain = $gateway | Format-Table | Out-String
            $plain | Should -Match ([regex]::Escape("$($PSStyle.Foreground.Green)Running"))
            (Get-NemoFlowSession $id | Format-Custom | Out-String) | Should -Match ([regex]::Escape("$($PSStyle.Foreground.Yellow)tool Bash"))
            $PSStyle.OutputRendering = 'PlainText'
            $gateway | Format-Table | Out-String | Should -Not -Match "`e\["
        } finally {
            $PSStyle.OutputRendering = $before
        }
    }

    It 'show every object without an error' {
        $Error.Clear()
        $session = Get-NemoFlowSession $id
        $objects = $session, $session.Turns, $session.Turns.Items, (Get-NemoFlowEvent $id), $gateway, (Get-NemoFlowAgent),
        (Invoke-NemoFlowAgent codex -DryRun), (Export-NemoFlowAtif -Id $id -Force), ('{}' | Send-NemoFlowHook codex -Gateway $gateway)
        foreach ($object in $objects | ForEach-Object { $_ }) {
            $object | Format-Table | Out-String -Width 120 | Should -Not -BeNullOrEmpty
            $object | Format-List | Out-String -Width 120 | Should -Not -Match 'NemoFlow\.PowerShell|Reset\('
        }

        $Error | Should -BeNullOrEmpty
    }
}
