# SPDX-License-Identifier: Apache-2.0
BeforeAll {
    . (Join-Path $PSScriptRoot 'Support/Common.ps1')
    $sandbox = New-Sandbox
    $gateway = Start-NemoFlowGateway
}

AfterAll {
    Restore-Sandbox $sandbox
}

Describe 'Send-NemoFlowHook' {
    It 'records the payload and gives the reply, whose members are the object''s' {
        $reply = @{ session_id = 's1'; hook_event_name = 'UserPromptSubmit'; prompt = 'Hello' } | Send-NemoFlowHook codex -Gateway $gateway
        $reply | Should -BeOfType NemoFlow.HookReply
        $reply.Delivered | Should -BeTrue
        $reply.Json | Should -Be '{}'
        $reply.SessionId | Should -Be 's1'
        (Get-NemoFlowEvent s1).Content.payload.prompt | Should -Be 'Hello'
    }

    It 'names the gateway by <By>' -ForEach @(
        @{ By = 'object'; Value = { $gateway } }
        @{ By = 'URL'; Value = { $gateway.Url } }
        @{ By = 'port'; Value = { $gateway.Port } }
        @{ By = 'id'; Value = { $gateway.Id } }
        @{ By = 'nothing, the latest of the runspace'; Value = { } }
    ) {
        $named = & $Value
        $arguments = $named ? @{ Gateway = $named } : @{}
        ('{"session_id":"s2","hook_event_name":"Notification"}' | Send-NemoFlowHook codex @arguments).Delivered | Should -BeTrue
    }

    It 'puts lines together, and keeps what is whole apart from what is broken' {
        $lines = (@{ session_id = 's3'; hook_event_name = 'Notification'; nested = @{ a = 1 } } | ConvertTo-Json) -split "`n"
        $replies = $lines + '{"session_id":"s3"' + '{"session_id":"s3","hook_event_name":"Notification"}' + 'no json' + '[1]' |
            Send-NemoFlowHook codex -Gateway $gateway -ErrorAction SilentlyContinue -ErrorVariable problems
        @($replies).Count | Should -Be 2
        $problems.FullyQualifiedErrorId | Should -BeLike 'MalformedJson,*'
        $problems.Count | Should -Be 3
    }

    It 'spools what finds no gateway, and the next gateway records it' {
        $reply = '{"session_id":"s4","hook_event_name":"UserPromptSubmit","prompt":"later"}' | Send-NemoFlowHook codex -Gateway http://127.0.0.1:9 -WarningVariable warnings 3>$null
        $reply.Delivered | Should -BeFalse
        $reply.Spooled | Should -BeTrue
        $warnings | Should -Not -BeNullOrEmpty
        $next = Start-NemoFlowGateway
        Stop-NemoFlowGateway $next
        (Get-NemoFlowSession s4).Turns[0].Prompt | Should -Be 'later'
    }

    It 'makes a lost delivery an error with -FailClosed, and spools nothing' {
        '{"session_id":"s5"}' | Send-NemoFlowHook codex -Gateway http://127.0.0.1:9 -FailClosed -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'HookNotDelivered,*'
        $problems[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        Get-ChildItem -Path (Join-Path $sandbox.State 'spool/*.hook') | Should -BeNullOrEmpty
    }

    It 'keeps nothing with -NoSpool' {
        $reply = '{"session_id":"s6"}' | Send-NemoFlowHook codex -Gateway http://127.0.0.1:9 -NoSpool 3>$null
        $reply.Delivered | Should -BeFalse
        $reply.Spooled | Should -BeFalse
        Get-ChildItem -Path (Join-Path $sandbox.State 'spool/*.hook') | Should -BeNullOrEmpty
    }

    It 'hands over what the session is told with its hooks' {
        $arguments = @{
            Gateway               = $gateway
            Profile               = 'review'
            PluginConfig          = @{ version = 1 }
            OpenInferenceEndpoint = 'http://127.0.0.1:6006/v1/traces'
            SessionMetadata       = @{ team = 'shop' }
            GatewayMode           = 'hook-only'
        }
        $null = '{"session_id":"s7","hook_event_name":"SessionStart"}' | Send-NemoFlowHook codex @arguments
        $headers = (Get-NemoFlowEvent s7).Content.headers
        $headers.'x-nemo-flow-config-profile' | Should -Be 'review'
        $headers.PSObject.Properties.Name | Should -Not -Contain 'x-nemo-flow-plugin-config' -Because 'it may hold credentials'
        $headers.'x-nemo-flow-openinference-endpoint' | Should -Be 'http://127.0.0.1:6006/v1/traces'
        $headers.'x-nemo-flow-session-metadata' | Should -Be '{"team":"shop"}'
        $headers.'x-nemo-flow-gateway-mode' | Should -Be 'hook-only'
    }

    It 'refuses a plugin configuration that is no JSON' {
        $reply = '{"session_id":"s8"}' | Send-NemoFlowHook codex -Gateway $gateway -PluginConfig 'no json' 3>$null
        $reply.Delivered | Should -BeFalse
        $reply.Problem | Should -BeLike '*--plugin-config is not valid JSON*'
    }

    It 'tells a dead gateway object and an unknown gateway' {
        $dead = Start-NemoFlowGateway
        Stop-NemoFlowGateway $dead
        '{}' | Send-NemoFlowHook codex -Gateway $dead -ErrorAction SilentlyContinue -ErrorVariable problems
        '{}' | Send-NemoFlowHook codex -Gateway nope -ErrorAction SilentlyContinue -ErrorVariable +problems
        $problems.FullyQualifiedErrorId | ForEach-Object { ($_ -split ',')[0] } | Should -Be 'GatewayIsStopped', 'GatewayNotFound'
    }
}
