# SPDX-License-Identifier: Apache-2.0
# Forwards one hook payload from standard input to the gateway and prints its reply. What agents start, in a PowerShell of its own, where
# there is neither the native hook client nor nemo-flow.
Import-Module -Name (Join-Path $PSScriptRoot 'NemoFlow.PowerShell.dll')
exit [NemoFlow.PowerShell.Services.HookProcess]::Run([string[]] $args)
