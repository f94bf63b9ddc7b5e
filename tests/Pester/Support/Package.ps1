# SPDX-License-Identifier: Apache-2.0
# Packs the assembled module as a gallery takes it, and unpacks it onto a module path of its own as an installer does. Gives that path, the
# module's folder there, and what the package says of itself.
function Install-NupkgCopy {
    param($Sandbox)

    $version = $ModuleFolder.Name
    $pack = (New-Item -ItemType Directory -Path (Join-Path $Sandbox.Path 'pack')).FullName
    & {
        # The step of build.ps1, on what was assembled.
        $output = Join-Path $Root 'output'
        $null = $output
        . (Join-Path $Root '.ci/module.ps1')
        Invoke-ModulePack -Pack $pack -Version $version
    }

    $modules = (New-Item -ItemType Directory -Path (Join-Path $Sandbox.Path 'modules')).FullName
    $installed = Join-Path $modules "NemoFlow/$version"
    # Entry by entry, as unpackers do that know nothing of execute bits.
    Add-Type -AssemblyName System.IO.Compression.ZipFile
    $zip = [System.IO.Compression.ZipFile]::OpenRead((Join-Path $pack "NemoFlow.$version.nupkg"))
    foreach ($entry in $zip.Entries | Where-Object FullName -NotMatch '^(_rels/|\[Content_Types\]|NemoFlow\.nuspec)') {
        $path = Join-Path $installed $entry.FullName
        $null = New-Item -ItemType Directory -Path (Split-Path -Parent $path) -Force
        $stream = $entry.Open()
        $file = [System.IO.File]::Create($path)
        $stream.CopyTo($file)
        $file.Dispose()
        $stream.Dispose()
    }

    $nuspec = [xml] [System.IO.StreamReader]::new($zip.GetEntry('NemoFlow.nuspec').Open()).ReadToEnd()
    $entries = $zip.Entries.FullName
    $zip.Dispose()
    [pscustomobject] @{ ModulePath = $modules; Folder = $installed; Version = $version; Entries = $entries; Nuspec = $nuspec }
}

# The line by which a script finds the unpacked module and no other.
function Get-PackageImport {
    param($Package)

    "`$env:PSModulePath = '$($Package.ModulePath)$([System.IO.Path]::PathSeparator)$PSHOME/Modules'"
}
