# SPDX-License-Identifier: Apache-2.0
<#
.SYNOPSIS
    Runs the Pester tests and writes their totals to a file, as `PASSED FAILED SKIPPED`.
.DESCRIPTION
    Meant for a PowerShell process of its own: a binary module cannot be unloaded, and a session's profile and modules must not
    decide what passes. Exits with 1 when a test, or a file of tests, failed.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Path,

    [Parameter(Mandatory)]
    [string] $TotalsPath
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

Import-Module -Name Pester -MinimumVersion 5.5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$run = Invoke-Pester -Configuration $configuration

# A file that does not load, or a block whose set-up throws, counts as one failure each.
$failed = $run.FailedCount + $run.FailedContainersCount + $run.FailedBlocksCount
$skipped = $run.SkippedCount + $run.NotRunCount
Set-Content -LiteralPath $TotalsPath -Value "$($run.PassedCount) $failed $skipped"
exit [int]($failed -gt 0)
