# SPDX-License-Identifier: Apache-2.0
# Every cmdlet with everything that users may try with any cmdlet: see Support/Matrix.psd1.
BeforeDiscovery {
    $matrix = Import-PowerShellDataFile -LiteralPath (Join-Path $PSScriptRoot 'Support/Matrix.psd1')
    $cases = $matrix.Keys | Sort-Object | ForEach-Object { $matrix[$_] + @{ Cmdlet = $_ } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $matrix = Import-PowerShellDataFile -LiteralPath (Join-Path $PSScriptRoot 'Support/Matrix.psd1')
    $sandbox = New-Sandbox
    $gateway = Start-NemoFlowGateway
    $id = Send-SampleSession $gateway
    $open = Send-SampleSession $gateway -Open
    $backend = Start-Backend

    function Test-Alive {
        (Invoke-RestMethod "$($gateway.Url)/healthz").status -eq 'ok'
    }

    function Get-FileSize {
        Get-ChildItem -LiteralPath $sandbox.Path -Recurse -File -Force | ForEach-Object { "$($_.FullName) $($_.Length)" }
    }

    # Binding by value or by name, of any parameter.
    function Test-Binding {
        param([string] $Cmdlet, [string] $Kind)

        [bool] ((Get-Command $Cmdlet).Parameters.Values.Attributes | Where-Object { $_ -is [Parameter] -and $_.$Kind })
    }
}

AfterAll {
    Stop-Backend $backend
    Restore-Sandbox $sandbox
}

Describe 'The matrix' {
    It 'has every cmdlet of the module' {
        $matrix.Keys | Sort-Object | Should -Be ((Get-Command -Module NemoFlow).Name | Sort-Object)
    }
}

Describe '<Cmdlet>' -ForEach $cases {
    It 'binds the pipeline by value' {
        if (-not $ByValue) {
            Test-Binding $Cmdlet 'ValueFromPipeline' | Should -BeFalse
            return
        }

        $Error.Clear()
        @(& ([scriptblock]::Create($ByValue))).Count | Should -BeGreaterOrEqual 1
        $Error | Should -BeNullOrEmpty
    }

    It 'binds the pipeline by property name' {
        $Error.Clear()
        @(& ([scriptblock]::Create($ByName))).Count | Should -BeGreaterOrEqual 1
        $Error | Should -BeNullOrEmpty
    }

    It 'honours -WhatIf' {
        if (-not $WhatIf) {
            (Get-Command $Cmdlet).Parameters.Keys | Should -Not -Contain 'WhatIf'
            $Cmdlet | Should -Match '^(Get|Test|Wait|Watch|ConvertTo)-'
            return
        }

        # What the tests before have set going is written first.
        do {
            $before = Get-FileSize
            Start-Sleep -Milliseconds 60
        } until (((Get-FileSize) -join "`n") -eq ($before -join "`n"))
        $Error.Clear()
        & ([scriptblock]::Create($WhatIf)) | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
        Get-FileSize | Should -Be $before
        @(Get-NemoFlowGateway -Local).Count | Should -Be 1
        Test-Alive | Should -BeTrue
    }

    It 'completes arguments' {
        if (-not $Completion) {
            (Get-Command $Cmdlet).Parameters.Values.Attributes | Where-Object { $_ -is [ArgumentCompleter] } | Should -BeNullOrEmpty
            return
        }

        $text, $expected = $Completion | ForEach-Object { $_.Replace('{id:8}', $id.Substring(0, 8)).Replace('{id}', $id).Replace('{url}', $gateway.Url) }
        (Get-Completion $text).ListItemText | Should -Contain $expected
    }

    It 'tells one bad item by an error and works with the good ones' {
        if (-not $BadItem) {
            # Watching an unknown id is no mistake: it may come.
            $Cmdlet | Should -Be 'Watch-NemoFlowEvent'
            return
        }

        $code, $errorId, $count = $BadItem
        $Error.Clear()
        $good = @(& ([scriptblock]::Create("$code -ErrorAction SilentlyContinue")))
        $own = @($Error)
        $own.Count | Should -Be 1
        $good.Count | Should -Be $count
        $own[0].FullyQualifiedErrorId | Should -BeLike "$errorId,NemoFlow.PowerShell.*"
        $own[0].CategoryInfo.Category | Should -Not -Be 'NotSpecified'
        $own[0].TargetObject | Should -Not -BeNullOrEmpty
        $own[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'ends at Ctrl+C and leaves the gateway running' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Set-Location '$($sandbox.Work)'; . '$PSScriptRoot/Support/Common.ps1'; `$gateway = Get-NemoFlowGateway -Local | Where-Object Id -eq '$($gateway.Id)'; `$id = '$id'; `$open = '$open'; 'ready'").Invoke()
            $shell.Commands.Clear()
            $running = $shell.AddScript($CtrlC).BeginInvoke()
            $running.AsyncWaitHandle.WaitOne(400) | Should -BeFalse -Because 'it must still be running when it is stopped'
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 3
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        } finally {
            $shell.Dispose()
        }

        # One that had just been started when its pipeline was stopped stays, for whoever looks for it.
        Get-NemoFlowGateway -Local | Where-Object Id -ne $gateway.Id | Stop-NemoFlowGateway
        Test-Alive | Should -BeTrue
    }

    It 'has help with examples that fit it' {
        $help = Get-Help $Cmdlet -Full
        $help.Synopsis | Should -Not -BeLike "*$Cmdlet *"
        $examples = @($help.examples.example)
        $examples.Count | Should -BeGreaterOrEqual 2
        foreach ($example in $examples) {
            $errors = $null
            $tree = [System.Management.Automation.Language.Parser]::ParseInput($example.code, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty
            $calls = $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)
            $calls | ForEach-Object { $_.GetCommandName() } | Should -Contain $Cmdlet
            foreach ($call in $calls | Where-Object { $_.GetCommandName() -like '*-NemoFlow*' }) {
                $parameters = (Get-Command $call.GetCommandName()).Parameters
                $names = @($parameters.Keys) + @($parameters.Values.Aliases)
                foreach ($used in $call.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] }) {
                    # What follows -- is the agent's.
                    $isOwn = $call.Extent.Text.IndexOf(' -- ') -lt 0 -or $used.Extent.StartOffset - $call.Extent.StartOffset -lt $call.Extent.Text.IndexOf(' -- ')
                    if ($isOwn) {
                        $names | Should -Contain $used.ParameterName
                    }
                }
            }
        }
    }
}
