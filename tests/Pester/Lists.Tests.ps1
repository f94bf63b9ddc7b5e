# SPDX-License-Identifier: Apache-2.0
# Lists in output objects: $run.Session.Turns[0] must be a turn.
BeforeDiscovery {
    $noCodex = -not (Test-Path -Path (Join-Path $PSScriptRoot '../EndToEnd/node_modules/.bin/codex'))
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    . (Join-Path $PSScriptRoot 'Support/Lists.ps1')
    $sandbox = New-Sandbox
    $gateway = Start-NemoFlowGateway
    $id = Send-SampleSession $gateway
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'Every list' {
    It 'of what the cmdlets give can be indexed' {
        $objects = @(
            Get-NemoFlowSession $id
            Get-NemoFlowSession
            Get-NemoFlowEvent $id
            Get-NemoFlowGateway
            Get-NemoFlowAgent
            'codex', 'claude', 'cursor', 'hermes' | Invoke-NemoFlowAgent -DryRun
            'codex', 'claude', 'cursor', 'hermes' | Install-NemoFlowHook -Confirm:$false 3>$null 6>$null
            Get-NemoFlowHook
            Test-NemoFlowSetup 3>$null
            Get-NemoFlowConfiguration
            Export-NemoFlowAtif -Id $id -Path atif
            Export-NemoFlowAtof -Id $id -Path atof
            '{"session_id":"listed","hook_event_name":"UserPromptSubmit","prompt":"hello"}' | Send-NemoFlowHook codex -Gateway $gateway
            'codex', 'claude', 'cursor', 'hermes' | Uninstall-NemoFlowHook 3>$null 6>$null
        )
        $report = @(Get-ListReport $objects)
        $report.List | Should -Contain 'Session.Turns'
        $report.List | Should -Contain 'Turn.Items'
        $report.List | Should -Contain 'HookInstallation.Events'
        $report | Where-Object -Not IsIndexable | ForEach-Object List | Should -BeNullOrEmpty
    }

    It 'of a run can be indexed' -Skip:$noCodex {
        $provider = Start-Provider -Sandbox $sandbox
        try {
            $run = Invoke-NemoFlowAgent codex -Args (Get-CodexArgument) 3>$null
        } finally {
            Stop-Provider $provider
        }

        $report = @(Get-ListReport $run)
        foreach ($list in 'AgentRun.Sessions', 'AgentRun.Trajectories', 'AgentRun.HookClient', 'Session.Turns', 'Turn.Items', 'LlmRequest.NewItems', 'LlmResponse.Items') {
            $report.List | Should -Contain $list
        }

        $report | Where-Object -Not IsIndexable | ForEach-Object List | Should -BeNullOrEmpty
        $run.Session.Turns[0].GetType().Name | Should -Be 'Turn'
        $run.Session.Turns[-1].Items[0].GetType().Name | Should -Be 'LlmCall'
    }

    It 'keeps that promise whatever list it is given' {
        # The compiler's own lists are made here as collection expressions make them.
        $hidden = [NemoFlow.Session].Assembly.GetTypes().Where({ -not $_.IsPublic -and $_.Name -like '<>z__ReadOnlyArray*' })[0]
        $hidden | Should -Not -BeNullOrEmpty
        $properties = @(Get-ListProperty | Where-Object { $_.CanWrite })
        $properties.Count | Should -BeGreaterThan 15
        foreach ($property in $properties) {
            $element = $property.PropertyType.GetGenericArguments()[0]
            $list = $hidden.MakeGenericType($element).GetConstructors()[0].Invoke(@(, [Array]::CreateInstance($element, 2)))
            $holder = [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($property.ReflectedType)
            $property.SetValue($holder, $list)
            $property.GetValue($holder).GetType().IsVisible | Should -BeTrue -Because "$($property.ReflectedType.Name).$($property.Name) must be indexable"
            $property.GetValue($holder).Count | Should -Be 2
        }
    }
}
