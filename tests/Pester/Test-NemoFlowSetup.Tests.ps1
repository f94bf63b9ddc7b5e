# SPDX-License-Identifier: Apache-2.0
BeforeDiscovery {
    $agents = 'codex', 'claude' | Where-Object { Test-Path -Path (Join-Path $PSScriptRoot "../EndToEnd/node_modules/.bin/$_") } |
        ForEach-Object { @{ Agent = $_ -eq 'claude' ? 'claude-code' : $_ } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
}

Describe 'Test-NemoFlowSetup' {
    BeforeAll {
        $sandbox = New-Sandbox
    }

    AfterAll {
        Restore-Sandbox $sandbox
    }

    It 'gives a check for everything, each failure with its remedy' {
        $checks = Test-NemoFlowSetup
        $checks | ForEach-Object { $_ | Should -BeOfType NemoFlow.SetupCheck }
        foreach ($name in 'agents.found', 'gateway', 'configuration', 'state', 'disk', 'spool', 'clock') {
            $checks.Name | Should -Contain $name
        }

        $checks | Where-Object Status -EQ Failed | ForEach-Object { $_.Remedy | Should -Not -BeNullOrEmpty }
    }

    It 'looks at the agents that are asked for' {
        (Test-NemoFlowSetup cursor).Agent | Where-Object { $_ } | Sort-Object -Unique | Should -Be 'cursor'
        ('cursor', 'claude' | Test-NemoFlowSetup).Agent | Where-Object { $_ } | Sort-Object -Unique | Should -Be 'claude-code', 'cursor'
        (Test-NemoFlowSetup c*).Agent | Should -Contain 'codex'
    }

    It 'says what is wrong in the words of this module' {
        $file = (Install-NemoFlowHook cursor).HookClient
        Remove-Item -LiteralPath $file
        $check = Test-NemoFlowSetup cursor | Where-Object Name -EQ 'hooks.client'
        $check.Status | Should -Be 'Failed'
        $check.Remedy | Should -BeLike '*Install-NemoFlowHook cursor*'
        Test-NemoFlowSetup cursor -Quiet | Should -BeFalse
        $null = Install-NemoFlowHook cursor
        (Test-NemoFlowSetup cursor | Where-Object Name -EQ 'hooks.client').Status | Should -Be 'Passed'
    }

    It 'sees a configuration that no gateway would start with' {
        $file = Set-UserConfiguration -Text "[gateway]`nmax_capture_bytes = `"much`""
        $check = Test-NemoFlowSetup cursor | Where-Object Name -EQ 'configuration'
        $check.Status | Should -Be 'Failed'
        $check.Message | Should -BeLike "*$file*max_capture_bytes*"
        Remove-Item -LiteralPath $file
    }

    It 'gives a remedy that can be typed here: <Name>' -ForEach @(
        @{ Name = 'proxy'; Remedy = "`$env:NO_PROXY = '127.0.0.1,localhost,::1'*" }
        @{ Name = 'exporter.opentelemetry'; Remedy = '*, then: Stop-NemoFlowGateway *' }
    ) {
        $listener = [System.Net.HttpListener]::new()
        $port = Get-Random -Minimum 20000 -Maximum 30000
        $listener.Prefixes.Add("http://127.0.0.1:$port/")
        $listener.Start()
        $file = Set-UserConfiguration -Name plugins.toml -Text @"
version = 1
[[components]]
kind = "observability"
enabled = true
[components.config.opentelemetry]
enabled = true
endpoint = "http://127.0.0.1:$port/v1/traces"
"@
        $env:HTTP_PROXY = 'http://proxy.example:3128'
        $answer = { param($listener) $context = $listener.GetContext(); $context.Response.StatusCode = 401; $context.Response.Close() }
        $shell = [powershell]::Create().AddScript($answer).AddArgument($listener)
        try {
            $null = $shell.BeginInvoke()
            $check = Test-NemoFlowSetup cursor | Where-Object Name -EQ $Name
            $check.Status | Should -Be 'Failed'
            $check.Remedy | Should -BeLike $Remedy
        } finally {
            Remove-Item -Path Env:HTTP_PROXY
            Remove-Item -LiteralPath $file
            $listener.Stop()
            $shell.Dispose()
        }
    }

    It 'needs an agent to try, and tells an agent that it does not know' {
        { Test-NemoFlowSetup -Live } | Should -Throw -ErrorId 'AgentNeeded,*'
        Test-NemoFlowSetup nobody -Quiet -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeFalse
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'UnknownAgent,*'
    }

    It 'does not try an agent without hooks' {
        $check = Test-NemoFlowSetup claude-code -Live
        $check.Name | Should -Be 'live.run'
        $check.Status | Should -Be 'Failed'
        $check.Remedy | Should -Not -BeNullOrEmpty
    }

    It 'has a table with a sign, and a line for the remedy' {
        $check = [NemoFlow.SetupCheck] @{ Name = 'a.b'; Status = 'Failed'; Message = 'it is broken'; Remedy = 'mend it' }
        $shown = ($check | Format-Table | Out-String -Width 100) -replace "`e\[[0-9;]*m"
        $shown | Should -Match "`u{2717} +a\.b +it is broken"
        $shown | Should -BeLike "*`u{2192} mend it*"
    }
}

Describe 'Test-NemoFlowSetup -Live <Agent>' -ForEach $agents {
    BeforeAll {
        $sandbox = New-Sandbox
        $null = Install-NemoFlowHook $Agent -TrustHook 3>$null
    }

    AfterAll {
        Restore-Sandbox $sandbox
    }

    It 'runs the real agent with the installed hooks, and leaves no trace of it' {
        $homes = $env:CODEX_HOME, $env:HOME
        $before = Get-ChildItem -LiteralPath $homes -Recurse -File -Force | ForEach-Object FullName
        $checks = Test-NemoFlowSetup $Agent -Live
        $checks.Name | Should -Be 'live.run', 'live.hooks', 'live.idle', 'live.models'
        $checks.Status | Should -Be 'Passed', 'Passed', 'Skipped', 'Skipped'
        $checks[3].Remedy | Should -Be "Install-NemoFlowHook $Agent -Routing BuiltIn"
        $checks[0].Session.Turns[0].Prompt | Should -Be 'Say hello from a tool.'
        Get-ChildItem -LiteralPath $homes -Recurse -File -Force | ForEach-Object FullName | Should -Be $before
        Get-NemoFlowSession | Should -BeNullOrEmpty
        Get-NemoFlowGateway | Should -BeNullOrEmpty
        Test-NemoFlowSetup $Agent -Live -Quiet | Should -BeTrue
    }

    It 'ends the agent at Ctrl+C' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Set-Location '$($sandbox.Work)'; Import-Module '$Manifest'").Invoke()
            $shell.Commands.Clear()
            $running = $shell.AddScript("Test-NemoFlowSetup $Agent -Live").BeginInvoke()
            $running.AsyncWaitHandle.WaitOne(150) | Should -BeFalse
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 8
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        } finally {
            $shell.Dispose()
        }
    }
}
