# SPDX-License-Identifier: Apache-2.0
<#
.SYNOPSIS
    Measures the PowerShell module as it was assembled: import, first gateway, and a list of many sessions.
.DESCRIPTION
    Every figure is taken in a PowerShell of its own, several times over; the median and the best are shown, because other work on the
    machine only ever adds. Needs ./build.ps1 -Task Build.
.PARAMETER Count
    How many sessions to list.
.PARAMETER Repeat
    How often each figure is taken.
.EXAMPLE
    ./tests/NemoFlow.Benchmarks/Measure-Module.ps1
#>
[CmdletBinding()]
param(
    [int] $Count = 10000,

    [int] $Repeat = 9
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$root = (Resolve-Path -LiteralPath (Join-Path $PSScriptRoot '../..')).Path
$manifest = Get-ChildItem -Path (Join-Path $root 'output/NemoFlow/*/NemoFlow.psd1') | Select-Object -Last 1
$state = Join-Path ([System.IO.Path]::GetTempPath()) "nf-measure-$([guid]::NewGuid().ToString('N').Substring(0, 8))"
$script = Join-Path ([System.IO.Path]::GetTempPath()) "nf-measure-$([guid]::NewGuid().ToString('N').Substring(0, 8)).ps1"

# Gives the milliseconds that a line takes in a new PowerShell, behind lines that do not count.
function Measure-Line {
    param([string] $Line, [string] $Before = '')

    Set-Content -LiteralPath $script -Value "$Before`n`$clock = [System.Diagnostics.Stopwatch]::StartNew(); `$null = $Line; `$clock.Elapsed.TotalMilliseconds.ToString('0.0', [cultureinfo]::InvariantCulture)"
    $taken = foreach ($turn in 1..$Repeat) {
        [double] (& (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $script | Select-Object -Last 1)
    }
    $taken = @($taken | Sort-Object)
    '{0:n0} ms (best {1:n0})' -f $taken[[int] [math]::Floor($taken.Count / 2)], $taken[0]
}

$before = $env:NEMO_FLOW_STATE_DIR
try {
    $env:NEMO_FLOW_STATE_DIR = $state
    $import = "Import-Module '$manifest'"
    [pscustomobject] @{ What = 'Import-Module'; Taken = Measure-Line $import; Budget = '80 ms' }
    [pscustomobject] @{ What = 'Start-NemoFlowGateway, first of the process'; Taken = Measure-Line 'Start-NemoFlowGateway' -Before $import; Budget = '60 ms' }
    dotnet run --configuration Release --project $PSScriptRoot -- sessions $state $Count | Out-Null
    Set-Content -LiteralPath $script -Value "$import`n(Measure-Command { Get-NemoFlowSession }).TotalMilliseconds"
    $first = [double] (& (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $script | Select-Object -Last 1)
    [pscustomobject] @{ What = "Get-NemoFlowSession, $Count sessions, no catalog yet"; Taken = '{0:n0} ms' -f $first; Budget = '' }
    [pscustomobject] @{ What = "Get-NemoFlowSession, $Count sessions"; Taken = Measure-Line 'Get-NemoFlowSession' -Before $import; Budget = '500 ms' }
    [pscustomobject] @{ What = 'Get-NemoFlowSession -Newest 1 | Format-Custom'; Taken = Measure-Line 'Get-NemoFlowSession -Newest 1 | Format-Custom | Out-String' -Before $import; Budget = '' }
} finally {
    $env:NEMO_FLOW_STATE_DIR = $before
    Remove-Item -LiteralPath $script, $state -Recurse -Force -ErrorAction Ignore
}
