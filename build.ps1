# SPDX-License-Identifier: Apache-2.0
<#
.SYNOPSIS
    Builds, tests, checks and packs NemoFlow.
.DESCRIPTION
    Prints every external command before it runs, and stops at the first that fails.

    Build    compiles everything and assembles the module in output/NemoFlow/<version>; in Release its engine is compiled ahead of time
             where the compiler can be had.
    Test     runs `dotnet test`, then Pester in a PowerShell of its own.
    Analyze  checks the formatting of C# and analyzes the scripts.
    Docs     compiles the help pages of docs/en-US into the assembled module; Build does it as well.
    Pack     makes the module's package, the archives of nemo-flow and nemo-flow-hook, and their checksums, under output/pack.
    Clean    deletes output.
.PARAMETER Task
    What to do, in the order given.
.PARAMETER Configuration
    Debug or Release.
.PARAMETER RuntimeIdentifier
    The platforms to build the module and to pack for. If none is given, the module is built for this machine's, linux-x64 and win-x64,
    and the rest is packed for this machine's. What no package source has for a platform is left out of the module with a warning.
.PARAMETER NoBuild
    Tests what `-Task Build` left under output, on this or another machine, without compiling.
.PARAMETER HookFramework
    The framework to compile nemo-flow-hook with; without it the project's own, else, where no package source offers the native compiler
    of that, the one before.
.EXAMPLE
    ./build.ps1 -Task Build, Test
.EXAMPLE
    ./build.ps1 -Task Pack -RuntimeIdentifier linux-x64, win-x64
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ArgumentCompletions('Build', 'Test', 'Analyze', 'Docs', 'Pack', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [string[]] $RuntimeIdentifier = @(),

    [switch] $NoBuild,

    [string] $HookFramework
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'

# `pwsh -File build.ps1 -Task Build,Test` hands over one string, a PowerShell prompt two.
$tasks = $Task -split '\s*,\s*'
$rids = @($RuntimeIdentifier -split '\s*,\s*' | Where-Object { $_ })
if ($unknown = $tasks | Where-Object { $_ -notin 'Build', 'Test', 'Analyze', 'Docs', 'Pack', 'Clean' }) {
    throw "There is no task '$unknown'. Tasks: Build, Test, Analyze, Docs, Pack, Clean."
}

if ($unknown = $rids | Where-Object { $_ -notmatch '^(linux|linux-musl|osx|win)-(x64|arm64)$' }) {
    throw "'$unknown' is no runtime identifier that NemoFlow is packed for. Examples: linux-x64, osx-arm64, win-x64."
}

$solution = Join-Path $PSScriptRoot 'NemoFlow.sln'
$output = Join-Path $PSScriptRoot 'output'
. (Join-Path $PSScriptRoot '.ci/module.ps1')

# Prints an external command, runs it, and gives its exit code back; its output goes to the console.
function Invoke-External {
    param([string] $Command, [string[]] $ArgumentList)

    Write-Information "> $Command $($ArgumentList -join ' ')"
    & $Command @ArgumentList | Out-Host
    $LASTEXITCODE
}

# The same, for a command that must succeed.
function Invoke-Required {
    param([string] $Command, [string[]] $ArgumentList)

    $code = Invoke-External $Command $ArgumentList
    if ($code -ne 0) {
        throw "'$Command $($ArgumentList[0])' ended with exit code $code."
    }
}

function Invoke-Build {
    param([string] $Configuration, [string[]] $RuntimeIdentifier)

    Invoke-Required dotnet @('build', $solution, '--configuration', $Configuration)
    Invoke-ModuleBuild -Configuration $Configuration -RuntimeIdentifier $RuntimeIdentifier
}

function Invoke-Test {
    param([string] $Configuration, [switch] $NoBuild)

    if ($NoBuild) {
        $folders = Join-Path -Path $output -ChildPath "obj/bin/*.Tests/$($Configuration.ToLowerInvariant())"
        $assemblies = @(Get-ChildItem -Path (Join-Path $folders '*.Tests.dll') |
                Where-Object { $_.BaseName -eq $_.Directory.Parent.Name })
        if ($assemblies.Count -eq 0) {
            throw "There are no built tests under $folders. Run './build.ps1 -Task Build' first, or unpack them there."
        }

        # The assembly and not its launcher, which exists for the system it was built on only.
        foreach ($assembly in $assemblies) {
            Invoke-Required dotnet @('exec', $assembly.FullName)
        }
    } else {
        Invoke-Required dotnet @('test', '--solution', $solution, '--configuration', $Configuration)
    }

    $pester = Join-Path $PSScriptRoot 'tests/Pester'
    if (Test-Path -LiteralPath $pester) {
        $runner = Join-Path $PSScriptRoot '.ci/pester.ps1'
        $totals = Join-Path $output 'pester'
        $null = New-Item -ItemType Directory -Path $output -Force
        Invoke-Required pwsh @('-NoProfile', '-NonInteractive', '-File', $runner, '-Path', $pester, '-TotalsPath', $totals)
    } else {
        Write-Information 'Pester: nothing to run, there is no tests/Pester.'
    }
}

function Invoke-Analysis {
    Invoke-Required dotnet @('format', $solution, '--verify-no-changes')

    if (-not (Get-Module -ListAvailable -Name PSScriptAnalyzer)) {
        throw "The scripts were not analyzed: 'Install-PSResource PSScriptAnalyzer -Version 1.25.0' and run this again."
    }

    $settings = Join-Path $PSScriptRoot 'tests/Pester/Support/AnalyzerSettings.psd1'
    $findings = @('build.ps1', '.ci', 'module', 'integrations' |
            ForEach-Object { Join-Path $PSScriptRoot $_ } |
            Where-Object { Test-Path -LiteralPath $_ } |
            ForEach-Object { Invoke-ScriptAnalyzer -Path $_ -Recurse })
    $findings += @(Invoke-ScriptAnalyzer -Path (Join-Path $PSScriptRoot 'tests/Pester') -Recurse -Settings $settings)
    $findings | Format-Table -AutoSize Severity, RuleName, ScriptPath, Line, Message | Out-Host
    if ($findings.Count -gt 0) {
        throw "The script analyzer has $($findings.Count) finding(s)."
    }

    Write-Information 'The script analyzer has no findings.'
}

function Invoke-Documentation {
    $module = Join-Path $output "NemoFlow/$(Get-ProductVersion)"
    if (-not (Test-Path -LiteralPath $module)) {
        throw "There is no module in $module to put the help into: run './build.ps1 -Task Build' first."
    }

    $compiler = Join-Path $PSScriptRoot '.ci/help.ps1'
    $pages = Join-Path $PSScriptRoot 'docs/en-US'
    Invoke-Required pwsh @('-NoProfile', '-NonInteractive', '-File', $compiler, '-ModulePath', $module, '-PagePath', $pages)
}

# Gives the version that all projects share.
function Get-ProductVersion {
    $properties = [xml] (Get-Content -Raw -LiteralPath (Join-Path $PSScriptRoot 'src/Directory.Build.props'))
    $properties.SelectSingleNode('//VersionPrefix').InnerText
}

# Adds the licences to a staged folder and makes it an archive: zip for Windows, tar.gz elsewhere, which keeps the execute bits.
function Compress-Stage {
    param([string] $Stage, [string] $Rid)

    foreach ($notice in 'LICENSE', 'THIRD-PARTY-NOTICES.md') {
        Copy-Item -LiteralPath (Join-Path $PSScriptRoot $notice) -Destination $Stage
    }

    if ($Rid.StartsWith('win')) {
        [System.IO.Compression.ZipFile]::CreateFromDirectory($Stage, "$Stage.zip", 'Optimal', $true)
    } else {
        $file = [System.IO.File]::Create("$Stage.tar.gz")
        $compressed = [System.IO.Compression.GZipStream]::new($file, [System.IO.Compression.CompressionLevel]::SmallestSize)
        try {
            [System.Formats.Tar.TarFile]::CreateFromDirectory($Stage, $compressed, $true)
        } finally {
            $compressed.Dispose()
        }
    }

    Remove-Item -LiteralPath $Stage -Recurse
}

# Packs nemo-flow. Its assemblies are the same on every platform, only the launcher differs; for this machine's they are compiled ahead
# of time. Choosing just the launcher, rather than a runtime identifier for the whole publish, keeps the lock files valid.
function Invoke-CliPack {
    param([string] $Pack, [string] $Version, [string] $Rid, [string] $Configuration)

    $stage = Join-Path $Pack "nemo-flow-$Version-$Rid"
    # The build keeps a launcher it once made; it must not be another platform's.
    Get-ChildItem -Path (Join-Path $output 'obj/obj/NemoFlow.Cli/*/apphost*') -ErrorAction Ignore | Remove-Item
    Invoke-Required dotnet @(
        'publish', (Join-Path $PSScriptRoot 'src/NemoFlow.Cli'), '--configuration', $Configuration, '--output', $stage,
        "-p:AppHostRuntimeIdentifier=$Rid", '-p:PublishDocumentationFiles=false', '-p:PublishReferencesDocumentationFiles=false')

    if ($Configuration -eq 'Release' -and $Rid -eq (Get-OwnPlatform)) {
        Convert-CliCode -Stage $stage -Rid $Rid
    }

    # The launcher is named after the system that builds.
    $name = $Rid.StartsWith('win') ? 'nemo-flow.exe' : 'nemo-flow'
    $launcher = 'nemo-flow', 'nemo-flow.exe' | ForEach-Object { Join-Path $stage $_ } | Where-Object { Test-Path -LiteralPath $_ }
    if ((Split-Path -Leaf $launcher) -ne $name) {
        Rename-Item -LiteralPath $launcher -NewName $name
    }

    Compress-Stage $stage $Rid
}

# Packs nemo-flow-hook, where this machine can make it: a native image needs its own system and a native compiler.
function Invoke-HookPack {
    param([string] $Pack, [string] $Version, [string] $Rid, [string] $Configuration, [string] $Framework)

    $project = Join-Path $PSScriptRoot 'src/NemoFlow.Hook'
    if (-not (Test-Path -LiteralPath $project)) {
        Write-Information "nemo-flow-hook is not packed for ${Rid}: there is no src/NemoFlow.Hook."
        return
    }

    $system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'
    if (($Rid -replace '-.*') -ne $system) {
        Write-Information "nemo-flow-hook is not packed for ${Rid}: a native image is made on the system it is for, and this is $system."
        return
    }

    $options = foreach ($candidate in Get-HookFramework $Framework) {
        $properties = "-p:RuntimeIdentifier=$Rid", "-p:HookTargetFramework=$candidate"
        if ((Invoke-External dotnet (@('restore', $project, '-p:_IsPublishing=true') + $properties)) -eq 0) {
            $properties
            break
        }

        Write-Information "No package source offers the native compiler of $candidate for $Rid."
    }

    if (-not $options) {
        Write-Information "nemo-flow-hook is not packed for ${Rid}: its native compiler cannot be had here."
        return
    }

    $stage = Join-Path $Pack "nemo-flow-hook-$Version-$Rid"
    Invoke-Required dotnet (@('publish', $project, '--configuration', $Configuration, '--output', $stage) + $options)
    Compress-Stage $stage $Rid
}

function Invoke-Pack {
    param([string[]] $RuntimeIdentifier, [string] $Configuration, [string] $HookFramework)

    $pack = Join-Path $output 'pack'
    if (Test-Path -LiteralPath $pack) {
        Remove-Item -LiteralPath $pack -Recurse
    }

    $null = New-Item -ItemType Directory -Path $pack
    $version = Get-ProductVersion
    foreach ($rid in $RuntimeIdentifier) {
        Invoke-CliPack -Pack $pack -Version $version -Rid $rid -Configuration $Configuration
        Invoke-HookPack -Pack $pack -Version $version -Rid $rid -Configuration $Configuration -Framework $HookFramework
    }

    Invoke-ModulePack -Pack $pack -Version $version
    Add-Checksum -Folder $pack
}

function Invoke-Clean {
    if (Test-Path -LiteralPath $output) {
        Write-Information "Deleting $output"
        Remove-Item -LiteralPath $output -Recurse -Force
    }
}

foreach ($name in $tasks) {
    Write-Information "== $name"
    switch ($name) {
        'Build' { Invoke-Build -Configuration $Configuration -RuntimeIdentifier ($rids ? $rids : @('linux-x64', 'win-x64')) }
        'Test' { Invoke-Test -Configuration $Configuration -NoBuild:$NoBuild }
        'Analyze' { Invoke-Analysis }
        'Docs' { Invoke-Documentation }
        'Pack' { Invoke-Pack -RuntimeIdentifier ($rids ? $rids : @(Get-OwnPlatform)) -Configuration $Configuration -HookFramework $HookFramework }
        'Clean' { Invoke-Clean }
    }
}
