# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $sandbox = New-Sandbox
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'Get-NemoFlowAgent' {
    It 'knows Codex' {
        (Get-NemoFlowAgent).Agent | Should -Contain 'codex'
    }

    It 'finds an executable and asks it for its version' {
        $folder = (New-Item -ItemType Directory -Path (Join-Path $sandbox.Path 'bin')).FullName
        Set-Content -LiteralPath (Join-Path $folder 'codex') -Value "#!/bin/sh`necho codex-cli 1.2.3"
        chmod +x (Join-Path $folder 'codex')
        $before = $env:PATH
        try {
            $env:PATH = "${folder}:$before"
            $agent = Get-NemoFlowAgent codex
        } finally {
            $env:PATH = $before
        }

        $agent.IsInstalled | Should -BeTrue
        $agent.Version | Should -Be ([version] '1.2.3')
        $agent.Path | Should -Be (Join-Path $folder 'codex')
    }

    It 'lists what is not installed' {
        $before = $env:PATH
        try {
            $env:PATH = $sandbox.Work
            $agent = Get-NemoFlowAgent CODEX
        } finally {
            $env:PATH = $before
        }

        $agent.IsInstalled | Should -BeFalse
        $agent.Path | Should -BeNullOrEmpty
    }
}
