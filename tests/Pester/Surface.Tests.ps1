# SPDX-License-Identifier: Apache-2.0
# What users and their scripts rely on, as an approved text: a difference is a decision, not an accident.
# After a decision: $env:NEMO_FLOW_APPROVE = 1, run this file, and look at the difference in the commit.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
}

Describe 'The public surface' {
    It 'is the approved one' {
        $lines = foreach ($command in Get-Command -Module NemoFlow | Sort-Object Name) {
            (Get-Command $command.Name -Syntax).Trim() -split '\r?\n' | Where-Object { $_ }
            foreach ($parameter in $command.Parameters.Values | Where-Object { $_.Aliases -and $_.Name -NotIn [System.Management.Automation.PSCmdlet]::CommonParameters } | Sort-Object Name) {
                "    -$($parameter.Name): $($parameter.Aliases -join ', ')"
            }

            "    -> $(@($command.OutputType | ForEach-Object Name) -join ', ')"
            ''
        }
        $text = ($lines -join "`n").Trim() + "`n"
        $approved = Join-Path $Root 'tests/approved/powershell-surface.txt'
        if ($env:NEMO_FLOW_APPROVE) {
            [System.IO.File]::WriteAllText($approved, $text)
        }

        $text | Should -Be ([System.IO.File]::ReadAllText($approved))
    }

    It 'uses approved verbs and one noun prefix' {
        $approved = (Get-Verb).Verb
        foreach ($command in Get-Command -Module NemoFlow) {
            $approved | Should -Contain $command.Verb
            $command.Noun | Should -BeLike 'NemoFlow*'
        }
    }
}
