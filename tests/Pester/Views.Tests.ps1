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
        $table[-1] | Should -Match "^\d{4}-\d\d-\d\d \d\d:\d\d $id codex +Ended +1 +0 +1 "
        $table | ForEach-Object { $_.Length | Should -BeLessOrEqual 120 }
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
        (Invoke-NemoFlowAgent codex -DryRun), (Export-NemoFlowAtif -Id $id), ('{}' | Send-NemoFlowHook codex -Gateway $gateway)
        foreach ($object in $objects | ForEach-Object { $_ }) {
            $object | Format-Table | Out-String -Width 120 | Should -Not -BeNullOrEmpty
            $object | Format-List | Out-String -Width 120 | Should -Not -Match 'NemoFlow\.PowerShell|Reset\('
        }

        $Error | Should -BeNullOrEmpty
    }
}
