# SPDX-License-Identifier: Apache-2.0
# What agents start, in a PowerShell of its own, where there is no nemo-flow: it forwards one hook payload from standard input to the gateway
# and prints its reply (hook-forward), or is the gateway in the background (gateway run).
# Install-NemoFlowHook puts a copy into the state folder, where updates of the module leave it.
$assembly = Join-Path $PSScriptRoot 'NemoFlow.PowerShell.dll'
if (-not (Test-Path -LiteralPath $assembly)) {
    $newest = Get-Module -ListAvailable -Name NemoFlow | Sort-Object -Property Version | Select-Object -Last 1
    if (-not $newest) {
        # Whatever is missing here, the agent goes on.
        [Console]::Error.WriteLine('nemo-flow: the module NemoFlow is gone; take the hooks out, or install it again')
        if ($args[0] -eq 'hook-forward' -and $args[1] -ne 'claude-code') {
            [Console]::Out.Write($args[1] -eq 'cursor' ? '{"continue":true}' : '{}')
        }

        exit [int]($args[0] -ne 'hook-forward')
    }

    $assembly = Join-Path $newest.ModuleBase 'bin/NemoFlow.PowerShell.dll'
}

Import-Module -Name $assembly
exit [NemoFlow.PowerShell.Services.BackgroundProgram]::Run([string[]] $args)
