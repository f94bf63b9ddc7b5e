# SPDX-License-Identifier: Apache-2.0
# What the module and the package have for each platform, and what the build says of what they lack.
BeforeDiscovery {
    $platforms = Get-ChildItem -Path (Join-Path $PSScriptRoot '../../output/NemoFlow/*/bin/engine/aspnetcore/*') -Directory | ForEach-Object { @{ Rid = $_.Name } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    # The build's steps; what they call of build.ps1 itself is made here.
    . (Join-Path $Root '.ci/module.ps1')
    function Invoke-Required { throw 'Nothing is run here.' }
    function Invoke-External { throw 'Nothing is run here.' }
    $closure = Get-Content -LiteralPath (Join-Path $Root 'src/NemoFlow.PowerShell/aspnetcore.closure.txt')
    $scratch = (New-Item -ItemType Directory -Path (Join-Path ([System.IO.Path]::GetTempPath()) "nf-platforms-$([guid]::NewGuid().ToString('N'))")).FullName

    # The processor an image is compiled for; the system is mixed into it, and Windows adds nothing.
    function Get-Machine {
        param([string] $Path)

        $stream = [System.IO.File]::OpenRead($Path)
        $reader = [System.Reflection.PortableExecutable.PEReader]::new($stream)
        try {
            [int] $reader.PEHeaders.CoffHeader.Machine -band 0xFFFF
        } finally {
            $reader.Dispose()
        }
    }

    # An ASP.NET Core as a package source would give it.
    function Add-FakePack {
        param([string] $Rid, [string[]] $Name)

        $folder = Join-Path $scratch "packs/$Rid"
        $library = New-Item -ItemType Directory -Path (Join-Path $folder "runtimes/$Rid/lib/net10.0") -Force
        $Name | ForEach-Object { Set-Content -LiteralPath (Join-Path $library "$_.dll") -Value $Rid }
        $folder
    }
}

AfterAll {
    Remove-Item -LiteralPath $scratch -Recurse
}

Describe 'The module for <Rid>' -ForEach $platforms {
    It 'has the part of ASP.NET Core that the gateway needs, and nothing else' {
        (Get-ChildItem -Path (Join-Path $ModuleFolder "bin/engine/aspnetcore/$Rid/*")).BaseName | Sort-Object | Should -Be ($closure | Sort-Object)
    }

    It 'has what is compiled for that platform' {
        $processor = $Rid -like '*-arm64' ? 0xAA64 : 0x8664
        $machine = $processor -bxor ($Rid -like 'win-*' ? 0 : $Rid -like 'osx-*' ? 0x4644 : 0x7B79)
        Get-Machine (Join-Path $ModuleFolder "bin/engine/aspnetcore/$Rid/Microsoft.AspNetCore.Server.Kestrel.Core.dll") | Should -Be $machine
        foreach ($file in Get-ChildItem -Path (Join-Path $ModuleFolder "bin/engine/$Rid/*.dll"), (Join-Path $ModuleFolder "bin/$Rid/*.dll") -ErrorAction Ignore) {
            Get-Machine $file | Should -Be $machine -Because $file
        }
    }
}

Describe 'The build' {
    It 'adds ASP.NET Core for every platform whose package can be had' {
        $module = Join-Path $scratch 'all'
        Mock Get-Pack { Add-FakePack -Rid ($Property -replace '.*=') -Name ($closure + 'Microsoft.AspNetCore.Mvc') }
        foreach ($rid in 'win-x64', 'osx-arm64', 'linux-arm64') {
            Add-AspNetCore -Module $module -Rid $rid
            (Get-ChildItem -Path (Join-Path $module "bin/engine/aspnetcore/$rid/*")).BaseName | Sort-Object | Should -Be ($closure | Sort-Object)
        }
    }

    It 'warns of a platform whose package cannot be had, and makes the rest' {
        $module = Join-Path $scratch 'without'
        Mock Get-Pack {}
        $warnings = Add-AspNetCore -Module $module -Rid osx-arm64 3>&1
        $warnings | Should -BeLike '*osx-arm64 is left out*Microsoft.AspNetCore.App.Runtime.osx-arm64*needs an installed ASP.NET Core 10 runtime*'
        Join-Path $module 'bin' | Should -Not -Exist
        Add-CompiledCode -Module $module -Rid osx-arm64
        $told = Show-ModulePlatform -Module $module -RuntimeIdentifier osx-arm64 6>&1
        $told | Should -BeLike 'module for osx-arm64: NO ASP.NET Core, *'
    }

    It 'says what this module has here' {
        $rid = Get-OwnPlatform
        $told = Show-ModulePlatform -Module $ModuleFolder -RuntimeIdentifier $rid 6>&1
        $told | Should -BeLike "module for ${rid}: ASP.NET Core, *"
    }

    It 'does not know a platform that NemoFlow is not packed for' {
        $told = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File (Join-Path $Root 'build.ps1') Build -RuntimeIdentifier 'linux-x64,amiga-m68k' 2>&1 | Out-String
        $told | Should -Match "'amiga-m68k' is no runtime identifier"
    }
}

Describe 'The package' {
    It 'has the folders of every platform of the module, and sums that hold' {
        $module = Join-Path $scratch 'output/NemoFlow/1.2.3'
        $pack = (New-Item -ItemType Directory -Path (Join-Path $scratch 'pack')).FullName
        $null = New-Item -ItemType Directory -Path $module
        Copy-Item -LiteralPath $Manifest -Destination $module
        Mock Get-Pack { Add-FakePack -Rid ($Property -replace '.*=') -Name $closure }
        foreach ($rid in 'linux-x64', 'win-x64', 'osx-arm64') {
            Add-AspNetCore -Module $module -Rid $rid
            $hook = New-Item -ItemType Directory -Path (Join-Path $module "bin/hook/$rid")
            Set-Content -LiteralPath (Join-Path $hook ($rid -eq 'win-x64' ? 'nemo-flow-hook.exe' : 'nemo-flow-hook')) -Value $rid
        }

        $output = Join-Path $scratch 'output'
        $null = $output
        Invoke-ModulePack -Pack $pack -Version 1.2.3
        Set-Content -LiteralPath (Join-Path $pack 'nemo-flow-1.2.3-linux-x64.tar.gz') -Value 'archive'
        Add-Checksum -Folder $pack

        Add-Type -AssemblyName System.IO.Compression.ZipFile
        $zip = [System.IO.Compression.ZipFile]::OpenRead((Join-Path $pack 'NemoFlow.1.2.3.nupkg'))
        $entries = $zip.Entries
        foreach ($rid in 'linux-x64', 'win-x64', 'osx-arm64') {
            @($entries.FullName -like "bin/engine/aspnetcore/$rid/*.dll").Count | Should -Be $closure.Count
            @($entries.FullName -like "bin/hook/$rid/nemo-flow-hook*").Count | Should -Be 1
        }

        ($entries | Where-Object FullName -EQ 'bin/hook/linux-x64/nemo-flow-hook').ExternalAttributes -shr 16 -band 0x49 | Should -Be 0x49
        $types = [System.IO.StreamReader]::new($zip.GetEntry('[Content_Types].xml').Open()).ReadToEnd()
        $types | Should -Match ([regex]::Escape('PartName="/bin/hook/osx-arm64/nemo-flow-hook"'))
        $zip.Dispose()
        $sums = Get-Content -LiteralPath (Join-Path $pack 'SHA256SUMS') | ConvertFrom-Csv -Delimiter ' ' -Header Hash, Empty, Name
        $sums.Name | Sort-Object | Should -Be 'nemo-flow-1.2.3-linux-x64.tar.gz', 'NemoFlow.1.2.3.nupkg'
        foreach ($sum in $sums) {
            (Get-FileHash -LiteralPath (Join-Path $pack $sum.Name)).Hash | Should -Be $sum.Hash
        }
    }
}
