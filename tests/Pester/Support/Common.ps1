# SPDX-License-Identifier: Apache-2.0
<#
.SYNOPSIS
    What the tests share: the assembled module, a sandbox without anything of the user's, the scripted model provider, and Codex.
#>
Set-StrictMode -Version Latest

$Root = (Resolve-Path -LiteralPath (Join-Path $PSScriptRoot '../../..')).Path
$ModuleFolder = Get-ChildItem -Path (Join-Path $Root 'output/NemoFlow/*') -Directory | Sort-Object { [version] $_.Name } | Select-Object -Last 1
if (-not $ModuleFolder) {
    throw "There is no module to test: run ./build.ps1 -Task Build first."
}

$Manifest = Join-Path $ModuleFolder 'NemoFlow.psd1'
$AgentFolder = Join-Path $Root 'tests/EndToEnd/node_modules/.bin'
$CommandLine = Get-ChildItem -Path (Join-Path $Root 'output/obj/bin/NemoFlow.Cli/*/nemo-flow.dll') | Sort-Object LastWriteTimeUtc | Select-Object -Last 1
Import-Module -Name $Manifest

# A state folder, a home and a project of its own for a test, and an environment that leads there. Restore-Sandbox undoes it.
function New-Sandbox {
    $path = (New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) "nf-pester-$([guid]::NewGuid().ToString('N').Substring(0, 8))")).FullName
    foreach ($name in 'state', 'home', 'codex-home', 'work', 'config') {
        $null = New-Item -ItemType Directory -Path (Join-Path $path $name)
    }

    Set-Content -LiteralPath (Join-Path $path 'codex-home/config.toml') -Value "approval_policy = `"never`"`nsandbox_mode = `"danger-full-access`""
    Set-Content -LiteralPath (Join-Path $path 'codex-home/auth.json') -Value '{"OPENAI_API_KEY":"sk-pester-0123456789abcdef"}'
    $values = @{
        NEMO_FLOW_STATE_DIR       = Join-Path $path 'state'
        HOME                      = Join-Path $path 'home'
        XDG_CONFIG_HOME           = Join-Path $path 'config'
        CODEX_HOME                = Join-Path $path 'codex-home'
        PATH                      = "$AgentFolder$([System.IO.Path]::PathSeparator)$env:PATH"
        NEMO_FLOW_OPENAI_BASE_URL = $null
        NEMO_FLOW_GATEWAY_URL     = $null
        NEMO_FLOW_HOOK            = $null
        OPENAI_API_KEY            = $null
    }
    $before = @{}
    foreach ($name in $values.Keys) {
        $before[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $values[$name])
    }

    # Whoever runs the tests at a terminal is not to be asked.
    $global:PSDefaultParameterValues['Install-NemoFlowHook:TrustHook'] = $false
    Push-Location -LiteralPath (Join-Path $path 'work')
    [pscustomobject] @{ Path = $path; State = $values.NEMO_FLOW_STATE_DIR; Work = Join-Path $path 'work'; Before = $before }
}

function Restore-Sandbox {
    param($Sandbox)

    Get-NemoFlowGateway -Local | Stop-NemoFlowGateway
    $global:PSDefaultParameterValues.Remove('Install-NemoFlowHook:TrustHook')
    Pop-Location
    foreach ($name in $Sandbox.Before.Keys) {
        [Environment]::SetEnvironmentVariable($name, $Sandbox.Before[$name])
    }

    Remove-Item -LiteralPath $Sandbox.Path -Recurse -Force -ErrorAction Ignore
}

# Starts the scripted provider in a process of its own and points the sandbox at it; its log is the truth about what agents sent.
function Start-Provider {
    param([string] $Scenario = 'one-tool', $Sandbox)

    $log = Join-Path $Sandbox.Path "provider-$([System.IO.Path]::GetFileNameWithoutExtension($Scenario)).jsonl"
    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
    foreach ($argument in $CommandLine.FullName, 'rehearse', '--scenario', $Scenario, '--log', $log) {
        $start.ArgumentList.Add($argument)
    }

    $start.RedirectStandardOutput = $true
    $start.RedirectStandardInput = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $url = $process.StandardOutput.ReadLine()
    $env:NEMO_FLOW_OPENAI_BASE_URL = "$url/v1"
    [pscustomobject] @{ Process = $process; Url = $url; Log = $log }
}

function Stop-Provider {
    param($Provider)

    $Provider.Process.Kill()
    $Provider.Process.WaitForExit()
    $Provider.Process.Dispose()
}

# The requests that the provider answered, from its log.
function Get-ProviderRequest {
    param($Provider)

    Get-Content -LiteralPath $Provider.Log | ConvertFrom-Json
}

# Arguments that every run of Codex here needs: its folder is no repository, and its model must be one the provider plays.
function Get-CodexArgument {
    param([string] $Prompt = 'Summarize')

    'exec', '--skip-git-repo-check', '-m', 'gpt-5.5', $Prompt
}

# Sends the hooks of a small Codex session to a gateway, and gives the session's id.
function Send-SampleSession {
    param($Gateway, [string] $Id = [guid]::NewGuid().ToString(), [string] $Prompt = 'Say hello', [switch] $Open)

    $common = @{ session_id = $Id; cwd = $PWD.ProviderPath; model = 'gpt-5.5' }
    $events = @(
        $common + @{ hook_event_name = 'SessionStart'; source = 'startup' }
        $common + @{ hook_event_name = 'UserPromptSubmit'; turn_id = "turn-$Id"; prompt = $Prompt }
        $common + @{ hook_event_name = 'PreToolUse'; turn_id = "turn-$Id"; tool_name = 'Bash'; tool_use_id = "call-$Id"; tool_input = @{ command = 'echo hi' } }
        $common + @{ hook_event_name = 'PostToolUse'; turn_id = "turn-$Id"; tool_name = 'Bash'; tool_use_id = "call-$Id"; tool_input = @{ command = 'echo hi' }; tool_response = 'hi' }
        $common + @{ hook_event_name = 'Stop'; turn_id = "turn-$Id"; last_assistant_message = 'Hello.' }
    )
    if (-not $Open) {
        $events += $common + @{ hook_event_name = 'SessionEnd'; reason = 'other' }
    }

    foreach ($payload in $events) {
        $null = Invoke-WebRequest -Uri "$($Gateway.Url)/hooks/codex" -Method Post -Body ($payload | ConvertTo-Json -Depth 5) -ContentType 'application/json'
    }

    $Id
}

# Gives the paths of older assemblies whose names NemoFlow uses too; nothing where no package source offers them.
function Get-OlderAssembly {
    $project = Join-Path $PSScriptRoot 'Older.csproj'
    # It is no test project of the solution, whose properties do not hold for it.
    $properties = '-p:ImportDirectoryBuildProps=false', '-p:ImportDirectoryPackagesProps=false', "-p:BaseIntermediateOutputPath=$Root/output/obj/older/"
    $restored = dotnet msbuild $project -t:Restore -v:quiet @properties 2>&1
    if ($LASTEXITCODE -ne 0) {
        Write-Warning "The older assemblies are stand-ins: $($restored | Select-Object -First 1)"
        return
    }

    $packages = [xml] (Get-Content -Raw -LiteralPath $project)
    $folder = dotnet msbuild $project @properties -getProperty:NuGetPackageRoot
    foreach ($package in $packages.SelectNodes('//PackageDownload')) {
        $library = Join-Path $folder "$($package.Include.ToLowerInvariant())/$($package.Version.Trim('[', ']'))/lib"
        foreach ($framework in 'net8.0', 'netstandard2.0') {
            if (Test-Path -LiteralPath (Join-Path $library $framework)) {
                Join-Path $library "$framework/$($package.Include).dll"
                break
            }
        }
    }
}

# A server in a runspace of its own that takes whatever is posted and keeps it; what it answers can be changed at any time.
function Start-Backend {
    param([int] $Status = 200, [byte[]] $Reply = @(), [string] $ContentType = 'application/x-protobuf')

    $probe = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $probe.Start()
    $port = $probe.LocalEndpoint.Port
    $probe.Stop()
    $listener = [System.Net.HttpListener]::new()
    $listener.Prefixes.Add("http://127.0.0.1:$port/")
    $listener.Start()
    $backend = [pscustomobject] @{
        Url         = "http://127.0.0.1:$port"
        Status      = $Status
        Reply       = $Reply
        ContentType = $ContentType
        Requests    = [System.Collections.Concurrent.ConcurrentQueue[object]]::new()
        Listener    = $listener
        Shell       = [powershell]::Create()
    }
    $null = $backend.Shell.AddScript({
            param($Backend)

            while ($Backend.Listener.IsListening) {
                try {
                    $context = $Backend.Listener.GetContext()
                } catch {
                    return
                }

                $body = [System.IO.MemoryStream]::new()
                $context.Request.InputStream.CopyTo($body)
                $headers = @{}
                foreach ($name in $context.Request.Headers.AllKeys) {
                    $headers[$name] = $context.Request.Headers[$name]
                }

                $bytes = $body.ToArray()
                if ($headers['Content-Encoding'] -eq 'gzip') {
                    $plain = [System.IO.MemoryStream]::new()
                    [System.IO.Compression.GZipStream]::new([System.IO.MemoryStream]::new($bytes), [System.IO.Compression.CompressionMode]::Decompress).CopyTo($plain)
                    $bytes = $plain.ToArray()
                }

                $Backend.Requests.Enqueue([pscustomobject] @{ Path = $context.Request.Url.AbsolutePath; Headers = $headers; Text = [System.Text.Encoding]::Latin1.GetString($bytes) })
                $context.Response.StatusCode = $Backend.Status
                $context.Response.ContentType = $Backend.ContentType
                $context.Response.OutputStream.Write($Backend.Reply, 0, $Backend.Reply.Length)
                $context.Response.Close()
            }
        }).AddArgument($backend).BeginInvoke()
    $backend
}

function Stop-Backend {
    param($Backend)

    $Backend.Listener.Stop()
    $Backend.Shell.Dispose()
}

# Writes a configuration file of the sandbox's user.
function Set-UserConfiguration {
    param([string] $Name = 'config.toml', [string] $Text)

    $folder = New-Item -ItemType Directory -Path (Join-Path $env:XDG_CONFIG_HOME 'nemo-flow') -Force
    $file = Join-Path $folder $Name
    Set-Content -LiteralPath $file -Value $Text
    $file
}

# Runs a script in a PowerShell of its own and gives its output, errors as text included.
function Invoke-Child {
    param([string] $Script, [string[]] $Before = @())

    $lines = @($Before) + "Import-Module '$Manifest'" + $Script
    $file = Join-Path ([System.IO.Path]::GetTempPath()) "nf-child-$([guid]::NewGuid().ToString('N')).ps1"
    Set-Content -LiteralPath $file -Value $lines
    try {
        & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $file 2>&1 | ForEach-Object ToString
    } finally {
        Remove-Item -LiteralPath $file
    }
}

# What tab completion offers at the end of a text.
function Get-Completion {
    param([string] $Text)

    [System.Management.Automation.CommandCompletion]::CompleteInput($Text, $Text.Length, $null).CompletionMatches
}
