# SPDX-License-Identifier: Apache-2.0
<#
.SYNOPSIS
    A PowerShell with somebody at the keys. Needs script(1), which makes the terminal.
#>
Set-StrictMode -Version Latest

# Runs a script in a PowerShell that has a terminal; what is painted goes to a file as it comes.
function Start-Terminal {
    param([string] $Script, [string] $Folder, [string] $Options = '', [string] $Import = "Import-Module '$Manifest'")

    $file = Join-Path $Folder 'terminal.ps1'
    Set-Content -LiteralPath $file -Value $Import, $Script
    $painted = Join-Path $Folder 'typescript'
    $start = [System.Diagnostics.ProcessStartInfo]::new('setsid')
    foreach ($argument in 'script', '-qefc', "stty rows 40 cols 120; exec '$((Get-Process -Id $PID).Path)' -NoProfile $Options -File '$file'", $painted) {
        $start.ArgumentList.Add($argument)
    }

    $start.WorkingDirectory = $PWD.ProviderPath
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.Environment['TERM'] = 'xterm-256color'
    $process = [System.Diagnostics.Process]::Start($start)
    # Read, so that the terminal never fills up.
    $null = $process.StandardOutput.BaseStream.CopyToAsync([System.IO.Stream]::Null)
    [pscustomobject] @{ Process = $process; Painted = $painted }
}

function Wait-Until {
    param([scriptblock] $Condition, [int] $Seconds = 60)

    $deadline = [datetime]::UtcNow.AddSeconds($Seconds)
    while (-not (& $Condition)) {
        if ([datetime]::UtcNow -gt $deadline) {
            throw "Waited in vain for: $Condition"
        }

        Start-Sleep -Milliseconds 50
    }
}

function Get-Painted {
    param($Terminal)

    $stream = [System.IO.File]::Open($Terminal.Painted, 'OpenOrCreate', 'Read', 'ReadWrite')
    try {
        # Only what has changed is painted: words come without the spaces that were there before.
        [System.IO.StreamReader]::new($stream).ReadToEnd() -replace "`e\[[0-9;?]*[a-zA-Z]"
    } finally {
        $stream.Dispose()
    }
}

function Send-Key {
    param($Terminal, [string] $Text)

    $Terminal.Process.StandardInput.Write($Text)
    $Terminal.Process.StandardInput.Flush()
}
