# SPDX-License-Identifier: Apache-2.0
# The module as a guest in PowerShell: what it loads and where, and what it leaves behind.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $older = @(Get-OlderAssembly)
    $sandbox = New-Sandbox
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'The manifest' {
    It 'is valid, and exports by name' {
        $described = Test-ModuleManifest -Path $Manifest
        $described.PowerShellVersion | Should -Be ([version] '7.6')
        $described.ExportedCmdlets.Keys | Sort-Object | Should -Be ((Get-Command -Module NemoFlow).Name | Sort-Object)
        Get-Content -LiteralPath $Manifest | Should -Not -Match "ToExport\s*=\s*'?\*"
    }

    It 'has the version of the sources' {
        $sources = [xml] (Get-Content -Raw -LiteralPath (Join-Path $Root 'src/Directory.Build.props'))
        (Test-ModuleManifest -Path $Manifest).Version | Should -Be ([version] $sources.SelectSingleNode('//VersionPrefix').InnerText)
    }

    It 'declares the output of every cmdlet' {
        foreach ($command in Get-Command -Module NemoFlow | Where-Object Verb -NE 'Remove') {
            $command.OutputType | Should -Not -BeNullOrEmpty -Because $command.Name
        }
    }
}

Describe 'Isolation' {
    It 'loads nothing of ASP.NET Core into the default context, and all of it from the module' {
        $found = Invoke-Child @'
            $gateway = Start-NemoFlowGateway
            $null = Invoke-RestMethod "$($gateway.Url)/healthz"
            foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -match '^(Microsoft\.(AspNetCore|Extensions)|NemoFlow)\.' }) {
                '{0}|{1}|{2}' -f $assembly.GetName().Name, [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly).Name, $assembly.Location
            }
'@ | ConvertFrom-Csv -Delimiter '|' -Header Name, Context, Location
        $found.Name | Should -Contain 'Microsoft.AspNetCore.Server.Kestrel.Core'
        $found | Where-Object Name -Match '^Microsoft\.' | ForEach-Object Context | Select-Object -Unique | Should -Be 'NemoFlow'
        $found | Where-Object Name -Match '^Microsoft\.' | ForEach-Object { $_.Location | Should -BeLike (Join-Path $ModuleFolder 'bin/engine/*') }
        $found | Where-Object Context -EQ 'Default' | ForEach-Object Name | Sort-Object | Should -Be 'NemoFlow.Core', 'NemoFlow.PowerShell'
    }

    It 'takes what is compiled for this platform, and gives its types to scripts at once' {
        $compiled = Join-Path $ModuleFolder "bin/$([System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)/NemoFlow.Core.dll"
        $expected = (Test-Path -LiteralPath $compiled) ? $compiled : (Join-Path $ModuleFolder 'bin/NemoFlow.Core.dll')
        Invoke-Child '[NemoFlow.Session].Assembly.Location' | Should -Be $expected -Because 'no public type may hold a field of an enumeration of Core: it loads Core before the module is asked for it'
    }

    It 'works beside older assemblies of the same names' {
        $before = if ($older) {
            $older | ForEach-Object { "`$null = [System.Reflection.Assembly]::LoadFrom('$_')" }
        } else {
            # No package source offers them: assemblies of their names do as well, only that nothing is in them.
            @'
            foreach ($old in 'Microsoft.Extensions.Logging.Abstractions', 'Microsoft.Extensions.Options', 'Microsoft.Extensions.Primitives', 'Microsoft.Extensions.ObjectPool', 'YamlDotNet') {
                $name = [System.Reflection.AssemblyName]::new("$old, Version=8.0.0.0")
                $builder = [System.Reflection.Emit.PersistedAssemblyBuilder]::new($name, [object].Assembly)
                $null = $builder.DefineDynamicModule($old).DefineType("$old.Old", 'Public').CreateType()
                $stream = [System.IO.MemoryStream]::new()
                $builder.Save($stream)
                $stream.Position = 0
                $null = [System.Runtime.Loader.AssemblyLoadContext]::Default.LoadFromStream($stream)
            }
'@
        }
        $found = Invoke-Child -Before $before -Script @'
            $gateway = Start-NemoFlowGateway
            (Invoke-RestMethod "$($gateway.Url)/healthz").status
            [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'Microsoft.Extensions.Options' }).ForEach({ $_.GetName().Version.Major }) | Sort-Object
'@
        $found | Should -Be 'ok', '8', '10'
    }

    It 'says what is missing where there is no ASP.NET Core at all' {
        $copy = Join-Path $sandbox.Path 'bare/NemoFlow'
        Copy-Item -LiteralPath $ModuleFolder -Destination $copy -Recurse
        Remove-Item -LiteralPath (Join-Path $copy 'bin/engine/aspnetcore') -Recurse
        $script = Join-Path $sandbox.Path 'bare.ps1'
        Set-Content -LiteralPath $script -Value "Import-Module '$copy/NemoFlow.psd1'; Start-NemoFlowGateway -ErrorAction SilentlyContinue; `$Error.Count; `$Error[0].FullyQualifiedErrorId; `$Error[0].CategoryInfo.Category; `$Error[0].ErrorDetails.RecommendedAction; @(Get-NemoFlowSession -ErrorAction Stop).Count"
        $options = '-NoProfile', '-NonInteractive', '-File', $script
        # PowerShell with a runtime of its own has none beside it; one that shares its runtime is given a copy without ASP.NET Core.
        $runtime = [System.Runtime.InteropServices.RuntimeEnvironment]::GetRuntimeDirectory().TrimEnd('/', '\')
        $shared = Split-Path -Parent (Split-Path -Parent (Split-Path -Parent $runtime))
        if (Test-Path -LiteralPath (Join-Path $shared 'host/fxr')) {
            $bare = Join-Path $sandbox.Path 'dotnet'
            $null = New-Item -ItemType Directory -Path (Join-Path $bare 'shared/Microsoft.NETCore.App'), (Join-Path $bare 'host')
            Copy-Item -LiteralPath $runtime -Destination (Join-Path $bare 'shared/Microsoft.NETCore.App') -Recurse
            Copy-Item -LiteralPath (Join-Path $shared 'host/fxr') -Destination (Join-Path $bare 'host') -Recurse
            $dotnet = Get-Item -Path (Join-Path $shared 'dotnet*') | Where-Object BaseName -EQ 'dotnet'
            $found = & (Copy-Item -LiteralPath $dotnet -Destination $bare -PassThru) (Join-Path $PSHOME 'pwsh.dll') @options
        } else {
            $found = & (Get-Process -Id $PID).Path @options
        }

        $found[0] | Should -Be '1'
        $found[1] | Should -BeLike 'AspNetCoreRuntimeNotFound,*'
        $found[2] | Should -Be 'NotInstalled'
        $found[3] | Should -BeLike '*https://dotnet.microsoft.com*'
        $found[4] | Should -Be '0' -Because 'what needs no gateway works without it'
    }
}

Describe 'Life cycle' {
    It 'survives -Force, and leaves no listener behind' {
        $found = Invoke-Child @"
            `$gateway = Start-NemoFlowGateway
            Import-Module '$Manifest' -Force
            (Get-Command -Module NemoFlow).Count
            try { Invoke-RestMethod "`$(`$gateway.Url)/healthz" } catch { 'gone' }
            (Start-NemoFlowGateway).State
            (Get-NemoFlowGateway -Local).Count
"@
        $found | Should -Be "$((Get-Command -Module NemoFlow).Count)", 'gone', 'Running', '1'
    }

    It 'stops on removal what this runspace started, and nothing else' {
        $found = Invoke-Child @"
            `$own = Start-NemoFlowGateway
            `$shell = [powershell]::Create()
            `$other = `$shell.AddScript("Import-Module '$Manifest'; Start-NemoFlowGateway").Invoke()[0]
            Remove-Module NemoFlow
            try { Invoke-RestMethod "`$(`$own.Url)/healthz" } catch { 'gone' }
            (Invoke-RestMethod "`$(`$other.Url)/healthz").status
            `$shell.Dispose()
            (Invoke-RestMethod "`$(`$other.Url)/healthz").status
            Import-Module '$Manifest'
            Get-NemoFlowGateway -Local | Stop-NemoFlowGateway -PassThru | ForEach-Object { "`$(`$_.State)" }
"@
        $found | Should -Be 'gone', 'ok', 'ok', 'Stopped'
    }

    It 'leaves nothing behind when the process ends' {
        $found = Invoke-Child @'
            $gateway = Start-NemoFlowGateway
            $null = '{"session_id":"at-exit","hook_event_name":"UserPromptSubmit","prompt":"open"}' | Send-NemoFlowHook codex
            $gateway.Url
'@
        { Invoke-RestMethod "$found/healthz" } | Should -Throw
        Get-ChildItem -Path (Join-Path $sandbox.State 'gateways') | Should -BeNullOrEmpty
        (Get-NemoFlowSession at-exit).State | Should -Be 'Ended' -Because 'the gateway closes it on its way out'
    }

    It 'works in eight runspaces at once' {
        $results = 1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
            Import-Module $using:Manifest
            $gateway = Start-NemoFlowGateway
            $replies = foreach ($n in 1..10) {
                @{ session_id = "parallel-$_"; hook_event_name = 'UserPromptSubmit'; turn_id = "t$n"; prompt = "$n" } | Send-NemoFlowHook codex
            }

            $stopped = Stop-NemoFlowGateway -PassThru
            [pscustomobject] @{ Number = $_; Own = $stopped.Id -eq $gateway.Id; Delivered = @($replies | Where-Object Delivered).Count; Turns = (Get-NemoFlowSession "parallel-$_").Turns.Count }
        }
        $results.Count | Should -Be 8
        $results.Own | Should -Not -Contain $false
        $results.Delivered | Select-Object -Unique | Should -Be 10
        $results.Turns | Select-Object -Unique | Should -Be 10
        Get-NemoFlowGateway -Local | Should -BeNullOrEmpty
    }

    It 'keeps every acknowledged event when PowerShell is killed' {
        $script = Join-Path $sandbox.Path 'killed.ps1'
        Set-Content -LiteralPath $script -Value @"
            Import-Module '$Manifest'
            `$gateway = Start-NemoFlowGateway
            for (`$n = 1; ; `$n++) {
                `$reply = @{ session_id = 'killed'; hook_event_name = 'UserPromptSubmit'; turn_id = "t`$n"; prompt = "`$n" } | Send-NemoFlowHook codex -FailClosed
                if (`$reply.Delivered) { [Console]::WriteLine(`$n); [Console]::Out.Flush() }
            }
"@
        $start = [System.Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
        foreach ($argument in '-NoProfile', '-NonInteractive', '-File', $script) {
            $start.ArgumentList.Add($argument)
        }

        $start.RedirectStandardOutput = $true
        $process = [System.Diagnostics.Process]::Start($start)
        foreach ($line in 1..50) {
            $acknowledged = [int] $process.StandardOutput.ReadLine()
        }

        $process.Kill()
        foreach ($line in $process.StandardOutput.ReadToEnd() -split "`n" | Where-Object { $_ -match '^\d+$' }) {
            $acknowledged = [int] $line
        }

        $process.WaitForExit()
        $found = Invoke-Child '(Get-NemoFlowEvent killed).Content.payload.prompt'
        $found[0..($acknowledged - 1)] | Should -Be (1..$acknowledged | ForEach-Object ToString)
        Invoke-Child '(Get-NemoFlowSession killed).State; (Get-NemoFlowSession -State Interrupted).Id; (Wait-NemoFlowSession killed -Timeout 20).Id' |
            Should -Be 'Interrupted', 'killed', 'killed'
        Get-NemoFlowGateway | Should -BeNullOrEmpty
    }
}
