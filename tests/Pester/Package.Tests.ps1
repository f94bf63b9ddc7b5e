# SPDX-License-Identifier: Apache-2.0
# The package that a gallery would take, unpacked onto the module path as an installer does it.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $sandbox = New-Sandbox
    $version = $ModuleFolder.Name
    $pack = (New-Item -ItemType Directory -Path (Join-Path $sandbox.Path 'pack')).FullName
    & {
        # The step of build.ps1, on what was assembled.
        $output = Join-Path $Root 'output'
        $null = $output
        . (Join-Path $Root '.ci/module.ps1')
        Invoke-ModulePack -Pack $pack -Version $version
    }
    $package = Join-Path $pack "NemoFlow.$version.nupkg"
    $modules = (New-Item -ItemType Directory -Path (Join-Path $sandbox.Path 'modules')).FullName
    $installed = Join-Path $modules "NemoFlow/$version"
    # Entry by entry, as unpackers do that know nothing of execute bits.
    Add-Type -AssemblyName System.IO.Compression.ZipFile
    $zip = [System.IO.Compression.ZipFile]::OpenRead($package)
    $entries = $zip.Entries.FullName
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
    $zip.Dispose()

    # Runs a script in a PowerShell that finds modules in the test's folder only.
    function Invoke-Installed {
        param([string] $Script)

        $file = Join-Path $sandbox.Path "installed-$([guid]::NewGuid().ToString('N')).ps1"
        Set-Content -LiteralPath $file -Value "`$env:PSModulePath = '$modules$([System.IO.Path]::PathSeparator)$PSHOME/Modules'", $Script
        & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $file 2>&1 | ForEach-Object ToString
    }
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'The package' {
    It 'has what a gallery asks for' {
        $entries | Should -Contain '_rels/.rels'
        $entries | Should -Contain '[Content_Types].xml'
        $nuspec.package.metadata.id | Should -Be 'NemoFlow'
        $nuspec.package.metadata.version | Should -Be $version
        $nuspec.package.metadata.tags | Should -BeLike 'PSModule *PSCmdlet_Invoke-NemoFlowAgent*'
        $entries | Should -Contain 'en-US/NemoFlow.PowerShell.dll-Help.xml'
    }

    It 'is found, loaded by itself and working where it is unpacked' {
        $found = Invoke-Installed '$gateway = Start-NemoFlowGateway; (Get-Module NemoFlow).ModuleBase; (Invoke-RestMethod "$($gateway.Url)/healthz").status; (Get-Help Get-NemoFlowSession).Synopsis'
        $found | Should -Be $installed, 'ok', 'Gets recorded sessions, the latest first.'
    }
}

Describe 'The hook client' {
    It 'is made executable where the package was unpacked without that' {
        $hook = Get-ChildItem -Path (Join-Path $installed 'bin/hook/*/nemo-flow-hook') -ErrorAction Ignore
        if (-not $hook) {
            # Assembled without one: something else has to do it.
            Invoke-Installed '(Invoke-NemoFlowAgent codex -DryRun).Command -match "hook-forward codex" | Select-Object -First 1' | Should -BeLike '*hook-forward codex*'
            return
        }

        $hook.UnixFileMode.ToString() | Should -Not -BeLike '*UserExecute*'
        $plan = Invoke-Installed '(Invoke-NemoFlowAgent codex -DryRun).Command -match "nemo-flow-hook codex" | Select-Object -First 1'
        $plan | Should -BeLike "*$hook codex*"
        (Get-Item -LiteralPath $hook).UnixFileMode.ToString() | Should -BeLike '*UserExecute*'
    }

    It 'is PowerShell itself where there is no other' {
        Get-ChildItem -Path (Join-Path $installed 'bin/hook') -ErrorAction Ignore | Remove-Item -Recurse
        $plan = Invoke-Installed '$env:PATH = ""; (Invoke-NemoFlowAgent codex -DryRun).Command -match "nemo-flow.ps1 hook-forward codex" | Select-Object -First 1'
        $plan | Should -BeLike '*-NoProfile -NonInteractive -NoLogo -File *nemo-flow.ps1 hook-forward codex*'

        $gateway = Start-NemoFlowGateway
        $reply = '{"session_id":"by-powershell","hook_event_name":"UserPromptSubmit","prompt":"hello"}' |
            & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -NoLogo -File (Join-Path $installed 'bin/nemo-flow.ps1') hook-forward codex --gateway-url $gateway.Url
        $LASTEXITCODE | Should -Be 0
        $reply | Should -Be '{}'
        (Get-NemoFlowEvent by-powershell).Content.payload.prompt | Should -Be 'hello'
    }
}
