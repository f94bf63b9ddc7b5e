# SPDX-License-Identifier: Apache-2.0
# The steps of build.ps1 that are about the PowerShell module; it dot-sources them and gives $output and $HookFramework.

# Assembles the module in output/NemoFlow/<version>.
function Invoke-ModuleBuild {
    param([string] $Configuration, [string[]] $RuntimeIdentifier)

    Invoke-Required dotnet @('publish', (Join-Path $PSScriptRoot '../src/NemoFlow.PowerShell'), '--configuration', $Configuration)
    $module = Join-Path $output "NemoFlow/$(Get-ProductVersion)"
    $own = Get-OwnPlatform
    $platforms = @($own) + $RuntimeIdentifier | Select-Object -Unique
    Add-HookClient -Module $module -Rid $own
    foreach ($rid in $platforms) {
        if ($rid -ne $own) {
            Add-AspNetCore -Module $module -Rid $rid
        }

        if ($Configuration -eq 'Release') {
            Add-CompiledCode -Module $module -Rid $rid
        }
    }

    Invoke-Documentation
    Show-ModulePlatform -Module $module -RuntimeIdentifier $platforms
}

# The platform this runs on, by the name that packs have: a runtime that a distribution built names the distribution instead.
function Get-OwnPlatform {
    $rid = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
    $system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : $rid -match 'musl|^alpine' ? 'linux-musl' : 'linux'
    "$system-$([System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture.ToString().ToLowerInvariant())"
}

# Says what the module has for each platform, and warns of what it lacks there.
function Show-ModulePlatform {
    param([string] $Module, [string[]] $RuntimeIdentifier)

    foreach ($rid in $RuntimeIdentifier) {
        $parts = @(
            (Test-Path -Path (Join-Path $Module "bin/engine/aspnetcore/$rid/*.dll")) ? 'ASP.NET Core' : 'NO ASP.NET Core'
            (Test-Path -Path (Join-Path $Module "bin/engine/$rid/*.dll")) ? 'compiled ahead of time' : 'compiled when it runs'
            (Test-Path -Path (Join-Path $Module "bin/hook/$rid/*")) ? 'nemo-flow-hook' : 'hooks forwarded by nemo-flow or PowerShell'
        )
        Write-Information "module for ${rid}: $($parts -join ', ')"
    }
}

# Gives the frameworks to try to compile nemo-flow-hook with.
function Get-HookFramework {
    param([string] $Wanted)

    $Wanted ? @($Wanted) : @('net10.0', 'net9.0')
}

# Adds the native hook clients: this machine's, made first where that is possible, and those that were put into output/hooks/<rid>.
function Add-HookClient {
    param([string] $Module, [string] $Rid)

    $found = @{}
    foreach ($file in Get-ChildItem -Path (Join-Path $output 'hooks/*/nemo-flow-hook*') -ErrorAction Ignore) {
        $found[$file.Directory.Name] = $file.FullName
    }

    $name = $Rid.StartsWith('win') ? 'nemo-flow-hook.exe' : 'nemo-flow-hook'
    $path = Join-Path $output "obj/publish/NemoFlow.Hook/release_$Rid/$name"
    $project = Get-Item -LiteralPath (Join-Path $PSScriptRoot '../src/NemoFlow.Hook/NemoFlow.Hook.csproj')
    $sources = @(Get-ChildItem -LiteralPath $project.Directory -File) +
        (Select-Xml -LiteralPath $project -XPath '//Compile/@Include' | ForEach-Object { Get-Item -Path (Join-Path $project.Directory $_.Node.Value) })
    $newest = ($sources | Measure-Object -Property LastWriteTimeUtc -Maximum).Maximum
    if ((Test-Path -LiteralPath $path) -and (Get-Item -LiteralPath $path).LastWriteTimeUtc -lt $newest) {
        # Of an earlier state of the sources.
        Remove-Item -LiteralPath $path
    }

    foreach ($framework in Get-HookFramework $HookFramework) {
        if (-not (Test-Path -LiteralPath $path)) {
            $code = Invoke-External dotnet @(
                'publish', (Join-Path $PSScriptRoot '../src/NemoFlow.Hook'), '--configuration', 'Release', '--runtime', $Rid,
                '--verbosity', 'quiet', "-p:HookTargetFramework=$framework")
            if ($code -ne 0) {
                Write-Information "nemo-flow-hook cannot be compiled with $framework here."
            }
        }
    }

    if (Test-Path -LiteralPath $path) {
        $found[$Rid] = $path
    } elseif (-not $found.ContainsKey($Rid)) {
        Write-Information "The module has no nemo-flow-hook for ${Rid}: hooks are forwarded by nemo-flow, else by PowerShell, which is slower."
    }

    foreach ($platform in $found.Keys) {
        $target = New-Item -ItemType Directory -Path (Join-Path $Module "bin/hook/$platform") -Force
        Copy-Item -LiteralPath $found[$platform] -Destination $target
    }
}

# Fetches one of the packs of src/NemoFlow.PowerShell/Packs; gives its folder, or nothing where no package source has it.
function Get-Pack {
    param([string] $Name, [string] $Property)

    $project = Join-Path $PSScriptRoot '../src/NemoFlow.PowerShell/Packs/Packs.csproj'
    if ((Invoke-External dotnet @('msbuild', $project, '-t:Restore', '-v:quiet', "-p:$Property")) -ne 0) {
        return
    }

    $properties = (dotnet msbuild $project -getProperty:NuGetPackageRoot -getProperty:BundledNETCoreAppPackageVersion | ConvertFrom-Json).Properties
    Get-Item -LiteralPath (Join-Path $properties.NuGetPackageRoot "$Name/$($properties.BundledNETCoreAppPackageVersion)") -ErrorAction Ignore
}

# Adds the part of ASP.NET Core that the gateway needs on another platform.
function Add-AspNetCore {
    param([string] $Module, [string] $Rid)

    $pack = Get-Pack -Name "microsoft.aspnetcore.app.runtime.$Rid" -Property "PackRid=$Rid"
    if (-not $pack) {
        Write-Warning ("ASP.NET Core for $Rid is left out of the module: no package source offers Microsoft.AspNetCore.App.Runtime.$Rid in the version " +
            'of this SDK. There the gateway needs an installed ASP.NET Core 10 runtime, and says so. To add it, build with a source that has the package.')
        return
    }

    $target = New-Item -ItemType Directory -Path (Join-Path $Module "bin/engine/aspnetcore/$Rid") -Force
    foreach ($name in Get-Content -LiteralPath (Join-Path $PSScriptRoot '../src/NemoFlow.PowerShell/aspnetcore.closure.txt')) {
        Copy-Item -Path (Join-Path $pack "runtimes/$Rid/lib/net*/$name.dll") -Destination $target
    }
}

# Fetches the compiler that compiles ahead of time and runs on this platform; gives its path, or nothing where no package source offers it.
function Get-AheadOfTimeCompiler {
    $pack = Get-Pack -Name "microsoft.netcore.app.crossgen2.$(Get-OwnPlatform)" -Property 'PackCompiler=true'
    if ($pack) {
        Get-ChildItem -Path (Join-Path $pack 'tools/*') -ErrorAction Ignore | Where-Object Name -In 'crossgen2', 'crossgen2.exe' |
            Select-Object -First 1 -ExpandProperty FullName
    }
}

# The folder of the runtime's assemblies for a platform; nothing where no package source offers them.
function Get-RuntimeFolder {
    param([string] $Rid)

    if ($Rid -eq (Get-OwnPlatform)) {
        return [System.Runtime.InteropServices.RuntimeEnvironment]::GetRuntimeDirectory()
    }

    $pack = Get-Pack -Name "microsoft.netcore.app.runtime.$Rid" -Property "PackRuntime=$Rid"
    if ($pack) {
        "$(Get-Item -Path (Join-Path $pack "runtimes/$Rid/lib/net*") | Select-Object -Last 1)/"
    }
}

# Compiles assemblies ahead of time for a platform into a folder; the references are folders and files.
function Invoke-AheadOfTimeCompiler {
    param([string] $Compiler, [string[]] $Assembly, [string] $Target, [string] $Rid, [string[]] $Reference)

    $null = New-Item -ItemType Directory -Path $Target -Force
    $system = switch -Wildcard ($Rid) { 'win-*' { 'windows' } 'osx-*' { 'osx' } default { 'linux' } }
    $references = $Reference | ForEach-Object { "-r:$_" }
    foreach ($file in $Assembly) {
        # Code of the framework that is made for our types goes into the image too. The runtime checks it against the framework it
        # finds, and compiles anew what has changed there.
        $name = [System.IO.Path]::GetFileNameWithoutExtension($file)
        Invoke-Required $Compiler (@(
                $file, '--out', (Join-Path $Target "$name.dll"), '--targetos', $system, '--targetarch', ($Rid -replace '.*-'), '-O',
                '--opt-cross-module:*', "--non-local-generics-module:$name") + $references)
    }
}

# Compiles the module ahead of time for a platform, so that the first gateway of a process need not be compiled while it starts.
function Add-CompiledCode {
    param([string] $Module, [string] $Rid)

    $engine = Join-Path $Module 'bin/engine'
    if (-not (Test-Path -Path (Join-Path $engine "aspnetcore/$Rid/*.dll"))) {
        # What it would be compiled against is not there.
        return
    }

    $compiler = Get-AheadOfTimeCompiler
    $runtime = Get-RuntimeFolder -Rid $Rid
    if (-not $compiler -or -not $runtime) {
        $missing = $compiler ? 'the runtime of that platform' : 'the compiler'
        Write-Information "The module is not compiled ahead of time for ${Rid}: no package source offers $missing. The first gateway starts slower."
        return
    }

    # What PowerShell finds itself stays as it is: there the file is the same on every platform. The module finds the rest.
    $core = Join-Path $Module 'bin/NemoFlow.Core.dll'
    $references = @($runtime, (Join-Path $engine "aspnetcore/$Rid/"), "$engine/", $core)
    Invoke-AheadOfTimeCompiler -Compiler $compiler -Assembly (Get-ChildItem -Path (Join-Path $engine '*.dll')) -Target (Join-Path $engine $Rid) -Rid $Rid -Reference $references
    Invoke-AheadOfTimeCompiler -Compiler $compiler -Assembly $core -Target (Join-Path $Module "bin/$Rid") -Rid $Rid -Reference $runtime
}

# Compiles a staged nemo-flow ahead of time for this platform, so that its commands need not be compiled when they start.
function Convert-CliCode {
    param([string] $Stage, [string] $Rid)

    $compiler = Get-AheadOfTimeCompiler
    if (-not $compiler) {
        Write-Information "nemo-flow is not compiled ahead of time for ${Rid}: no package source offers the compiler. It starts slower."
        return
    }

    # `Microsoft.AspNetCore.App 10.0.12 [/usr/share/dotnet/shared/Microsoft.AspNetCore.App]`
    $aspNetCore = dotnet --list-runtimes | Where-Object { $_ -match '^Microsoft\.AspNetCore\.App (10\.\d+\.\d+) \[(.+)\]$' } |
        Sort-Object { [version] ($_ -split ' ')[1] } | Select-Object -Last 1 | ForEach-Object { Join-Path ($_ -replace '.*\[(.+)\]$', '$1') ($_ -split ' ')[1] }
    if (-not $aspNetCore) {
        Write-Information "nemo-flow is not compiled ahead of time for ${Rid}: there is no ASP.NET Core 10 to compile against. It starts slower."
        return
    }

    $target = Join-Path $output "obj/compiled/$Rid"
    $references = (Get-RuntimeFolder -Rid $Rid), (Join-Path $aspNetCore '*.dll'), (Join-Path $Stage '*.dll')
    Invoke-AheadOfTimeCompiler -Compiler $compiler -Assembly (Get-ChildItem -Path (Join-Path $Stage '*.dll')) -Target $target -Rid $Rid -Reference $references
    Copy-Item -Path (Join-Path $target '*.dll') -Destination $Stage
}

# Packs the module as galleries take it: a zip with the module's files and three descriptions around them.
function Invoke-ModulePack {
    param([string] $Pack, [string] $Version)

    $module = Join-Path $output "NemoFlow/$Version"
    if (-not (Test-Path -LiteralPath (Join-Path $module 'NemoFlow.psd1'))) {
        Write-Information "The module is not packed: there is none in $module. './build.ps1 -Task Build, Pack' makes it first."
        return
    }

    $manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $module 'NemoFlow.psd1')
    $tags = @('PSModule') + $manifest.PrivateData.PSData.Tags + @($manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_" })
    $escape = { [System.Security.SecurityElement]::Escape($args[0]) }
    $nuspec = @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
  <metadata>
    <id>NemoFlow</id>
    <version>$Version</version>
    <authors>$(& $escape $manifest.Author)</authors>
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <licenseUrl>$(& $escape $manifest.PrivateData.PSData.LicenseUri)</licenseUrl>
    <description>$(& $escape $manifest.Description)</description>
    <copyright>$(& $escape $manifest.Copyright)</copyright>
    <tags>$($tags -join ' ')</tags>
  </metadata>
</package>
"@
    $files = Get-ChildItem -LiteralPath $module -Recurse -File | Sort-Object FullName
    # Every ending that occurs, and names without one, have to be declared.
    $types = @($files.Extension + '.nuspec' + '.rels' | Where-Object { $_ } | ForEach-Object { $_.TrimStart('.').ToLowerInvariant() } | Sort-Object -Unique |
            ForEach-Object { "<Default Extension=`"$_`" ContentType=`"$($_ -eq 'rels' ? 'application/vnd.openxmlformats-package.relationships+xml' : 'application/octet')`" />" })
    $types += $files | Where-Object { -not $_.Extension } | ForEach-Object {
        "<Override PartName=`"/$([System.IO.Path]::GetRelativePath($module, $_.FullName).Replace('\', '/'))`" ContentType=`"application/octet`" />"
    }
    $zip = [System.IO.Compression.ZipFile]::Open((Join-Path $Pack "NemoFlow.$Version.nupkg"), 'Create')
    try {
        $around = [ordered] @{
            'NemoFlow.nuspec'     = $nuspec
            '[Content_Types].xml' = "<?xml version=`"1.0`" encoding=`"utf-8`"?><Types xmlns=`"http://schemas.openxmlformats.org/package/2006/content-types`">$($types -join '')</Types>"
            '_rels/.rels'         = '<?xml version="1.0" encoding="utf-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/NemoFlow.nuspec" Id="R1" /></Relationships>'
        }
        foreach ($name in $around.Keys) {
            $writer = [System.IO.StreamWriter]::new($zip.CreateEntry($name).Open())
            $writer.Write($around[$name])
            $writer.Dispose()
        }

        foreach ($file in $files) {
            $name = [System.IO.Path]::GetRelativePath($module, $file.FullName).Replace('\', '/')
            $entry = [System.IO.Compression.ZipFileExtensions]::CreateEntryFromFile($zip, $file.FullName, $name, 'SmallestSize')
            if ($file.BaseName -eq 'nemo-flow-hook') {
                # Unpackers that honour it leave the program executable; the module sees to it otherwise.
                $entry.ExternalAttributes = 0x81ED -shl 16
            }
        }
    } finally {
        $zip.Dispose()
    }
}

# Writes the sums of a folder's files in the form that sha256sum checks.
function Add-Checksum {
    param([string] $Folder)

    $files = @(Get-ChildItem -LiteralPath $Folder -File | Sort-Object -Property Name)
    $sums = $files | ForEach-Object { "$((Get-FileHash -LiteralPath $_.FullName).Hash.ToLowerInvariant())  $($_.Name)" }
    [System.IO.File]::WriteAllText((Join-Path $Folder 'SHA256SUMS'), (($sums -join "`n") + "`n"))
    foreach ($file in $files) {
        Write-Information ('{0}  {1:N0} bytes' -f $file.FullName, $file.Length)
    }
}
