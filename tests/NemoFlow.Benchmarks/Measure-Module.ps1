# SPDX-License-Identifier: Apache-2.0
<#
.SYNOPSIS
    Measures the PowerShell module as it was assembled: import, first and later gateway, and a list of many sessions.
.DESCRIPTION
    Every figure is taken in a PowerShell of its own, several times over, all figures in turn; the median and the best are shown,
    because other work on the machine only ever adds. With several modules, each round takes one after the other, so that they can be
    compared whatever else the machine does meanwhile. Needs ./build.ps1 -Task Build.
.PARAMETER Module
    Folders of assembled modules; the one of this repository if none is given.
.PARAMETER Count
    How many sessions to list.
.PARAMETER Repeat
    How often each figure is taken.
.EXAMPLE
    ./tests/NemoFlow.Benchmarks/Measure-Module.ps1
.EXAMPLE
    ./tests/NemoFlow.Benchmarks/Measure-Module.ps1 -Module ../before/output/NemoFlow/0.1.0, output/NemoFlow/0.1.0
#>
[CmdletBinding()]
param(
    [string[]] $Module,

    [int] $Count = 10000,

    [int] $Repeat = 9
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$root = (Resolve-Path -LiteralPath (Join-Path $PSScriptRoot '../..')).Path
$modules = @($Module ? (Resolve-Path -LiteralPath $Module).Path : (Get-ChildItem -Path (Join-Path $root 'output/NemoFlow/*') -Directory | Select-Object -Last 1).FullName)
$place = Join-Path ([System.IO.Path]::GetTempPath()) "nf-measure-$([guid]::NewGuid().ToString('N').Substring(0, 8))"
$script = Join-Path $place 'measure.ps1'

# What is measured: the line itself, what comes before it in the same process, and the state folder; a catalog is removed where it counts.
$figures = @(
    @{ What = 'Import-Module'; Line = 'Import-Module $manifest'; Before = ''; State = 'empty'; Budget = '80 ms' }
    @{ What = 'Start-NemoFlowGateway, first of the process'; Line = 'Start-NemoFlowGateway'; Before = 'Import-Module $manifest'; State = 'empty'; Budget = '60 ms' }
    @{ What = 'Start-NemoFlowGateway, later'; Line = 'Start-NemoFlowGateway'; Before = 'Import-Module $manifest; $null = Start-NemoFlowGateway'; State = 'empty'; Budget = '' }
    @{ What = "Get-NemoFlowSession, $Count sessions"; Line = 'Get-NemoFlowSession'; Before = 'Import-Module $manifest'; State = 'many'; Budget = '500 ms' }
    @{ What = "the same, no catalog yet"; Line = 'Get-NemoFlowSession'; Before = 'Import-Module $manifest'; State = 'many'; Budget = ''; Fresh = $true; Once = $true }
    @{ What = 'Get-NemoFlowSession -Newest 1 | Format-Custom'; Line = 'Get-NemoFlowSession -Newest 1 | Format-Custom | Out-String'; Before = 'Import-Module $manifest'; State = 'many'; Budget = '' }
)

# Gives the milliseconds that a figure's line takes in a new PowerShell.
function Measure-Figure {
    param([hashtable] $Figure, [string] $Manifest)

    $env:NEMO_FLOW_STATE_DIR = Join-Path $place $Figure.State
    if ($Figure['Fresh']) {
        Remove-Item -LiteralPath (Join-Path $env:NEMO_FLOW_STATE_DIR 'catalog.jsonl') -ErrorAction Ignore
    }

    Set-Content -LiteralPath $script -Value @(
        "`$manifest = '$Manifest'", $Figure.Before, '$clock = [System.Diagnostics.Stopwatch]::StartNew()', "`$null = $($Figure.Line)",
        '$clock.Elapsed.TotalMilliseconds.ToString("0.0", [cultureinfo]::InvariantCulture)')
    [double]::Parse((& (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $script | Select-Object -Last 1), [cultureinfo]::InvariantCulture)
}

$before = $env:NEMO_FLOW_STATE_DIR
$null = New-Item -ItemType Directory -Path $place
try {
    dotnet run --configuration Release --project $PSScriptRoot -- sessions (Join-Path $place 'many') $Count | Out-Null
    $taken = @{}
    foreach ($turn in 1..$Repeat) {
        Write-Progress -Activity 'Measuring' -Status "$turn of $Repeat" -PercentComplete (100 * ($turn - 1) / $Repeat)
        foreach ($figure in $figures | Where-Object { $turn -le 3 -or -not $_['Once'] }) {
            foreach ($folder in $modules) {
                # Each finds the catalog that it made itself.
                if ($figure.State -eq 'many' -and $modules.Count -gt 1 -and -not $figure['Fresh']) {
                    $null = Measure-Figure -Figure $figure -Manifest (Join-Path $folder 'NemoFlow.psd1')
                }

                $taken["$($figure.What)|$folder"] += @(Measure-Figure -Figure $figure -Manifest (Join-Path $folder 'NemoFlow.psd1'))
            }
        }
    }

    foreach ($figure in $figures) {
        foreach ($folder in $modules) {
            $sorted = @($taken["$($figure.What)|$folder"] | Sort-Object)
            [pscustomobject] @{
                What   = $figure.What
                Median = '{0:n0} ms' -f $sorted[[int] [math]::Floor($sorted.Count / 2)]
                Best   = '{0:n0} ms' -f $sorted[0]
                Budget = $figure.Budget
                Module = $folder
            }
        }
    }
} finally {
    $env:NEMO_FLOW_STATE_DIR = $before
    Remove-Item -LiteralPath $place -Recurse -Force -ErrorAction Ignore
}
