# SPDX-License-Identifier: Apache-2.0
# What every cmdlet is tried with. A cell is PowerShell code that runs in a sandbox with a gateway ($gateway), an ended session ($id),
# an open one ($open) and a backend for traces ($backend); an empty cell says that the cmdlet does not offer it, and is tested too.
#   ByValue, ByName   give at least one object and no error
#   WhatIf            gives no error, and changes nothing
#   Completion        the text that is completed, and what must be offered
#   BadItem           one bad item among good ones: the id of the one error, and how many objects the good ones give
#   CtrlC             is stopped in the middle, and must end at once and leave the gateway running
@{
    'ConvertTo-NemoFlowAtif' = @{
        ByValue    = '$id | ConvertTo-NemoFlowAtif'
        ByName     = '[pscustomobject] @{ SessionId = $id } | ConvertTo-NemoFlowAtif'
        WhatIf     = ''
        Completion = 'ConvertTo-NemoFlowAtif {id:8}', '{id}'
        BadItem    = '$id, "nope", $id | ConvertTo-NemoFlowAtif', 'SessionNotFound', 2
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; $id } | ConvertTo-NemoFlowAtif'
    }
    'Export-NemoFlowAtif' = @{
        ByValue    = 'Get-NemoFlowSession $id | Export-NemoFlowAtif -Path by-value'
        ByName     = '[pscustomobject] @{ SessionId = $id } | Export-NemoFlowAtif -Path by-name'
        WhatIf     = 'Export-NemoFlowAtif -Id $id -Path what-if -WhatIf'
        Completion = 'Export-NemoFlowAtif -Id {id:8}', '{id}'
        BadItem    = '$id, "nope" | Export-NemoFlowAtif -Path bad-item', 'SessionNotFound', 1
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; $id } | Export-NemoFlowAtif -Path ctrl-c -ErrorAction SilentlyContinue'
    }
    'Export-NemoFlowAtof' = @{
        ByValue    = 'Get-NemoFlowSession $id | Export-NemoFlowAtof -Path by-value'
        ByName     = '[pscustomobject] @{ SessionId = $id } | Export-NemoFlowAtof -Path by-name'
        WhatIf     = 'Export-NemoFlowAtof -Id $id -Path what-if -WhatIf'
        Completion = 'Export-NemoFlowAtof -Id {id:8}', '{id}'
        BadItem    = '$id, "nope" | Export-NemoFlowAtof -Path bad-item', 'SessionNotFound', 1
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; $id } | Export-NemoFlowAtof -Path ctrl-c -ErrorAction SilentlyContinue'
    }
    'Get-NemoFlowAgent' = @{
        ByValue    = '"codex" | Get-NemoFlowAgent'
        ByName     = '[pscustomobject] @{ Agent = "codex" } | Get-NemoFlowAgent'
        WhatIf     = ''
        Completion = 'Get-NemoFlowAgent co', 'codex'
        BadItem    = '"codex", "nobody", "codex" | Get-NemoFlowAgent', 'UnknownAgent', 2
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; "codex" } | Get-NemoFlowAgent'
    }
    'Get-NemoFlowConfiguration' = @{
        ByValue    = '"content.capture" | Get-NemoFlowConfiguration'
        ByName     = '[pscustomobject] @{ Key = "content.capture" } | Get-NemoFlowConfiguration'
        WhatIf     = ''
        Completion = 'Get-NemoFlowConfiguration content.ca', 'content.capture'
        BadItem    = '"content.capture", "nope", "gateway.bind" | Get-NemoFlowConfiguration', 'SettingNotFound', 2
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; "content.capture" } | Get-NemoFlowConfiguration'
    }
    'Get-NemoFlowEvent' = @{
        ByValue    = 'Get-NemoFlowSession $id | Get-NemoFlowEvent'
        ByName     = '[pscustomobject] @{ SessionId = $id } | Get-NemoFlowEvent'
        WhatIf     = ''
        Completion = 'Get-NemoFlowEvent -Kind llm', 'llm.request'
        BadItem    = '"nope", $id | Get-NemoFlowEvent -Kind hook', 'SessionNotFound', 6
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; $id } | Get-NemoFlowEvent'
    }
    'Get-NemoFlowGateway' = @{
        ByValue    = '$gateway.Id | Get-NemoFlowGateway'
        ByName     = '[pscustomobject] @{ Id = $gateway.Id } | Get-NemoFlowGateway'
        WhatIf     = ''
        Completion = 'Get-NemoFlowGateway http', '{url}'
        BadItem    = '"nope", $gateway.Id | Get-NemoFlowGateway', 'GatewayNotFound', 1
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; $gateway.Id } | Get-NemoFlowGateway'
    }
    'Get-NemoFlowHook' = @{
        ByValue    = '"cursor" | Get-NemoFlowHook'
        ByName     = '[pscustomobject] @{ Agent = "cursor"; Scope = "Project" } | Get-NemoFlowHook'
        WhatIf     = ''
        Completion = 'Get-NemoFlowHook cu', 'cursor'
        BadItem    = '"cursor", "nobody", "claude-code" | Get-NemoFlowHook', 'UnknownAgent', 2
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; "cursor" } | Get-NemoFlowHook'
    }
    'Get-NemoFlowSession' = @{
        ByValue    = '$id | Get-NemoFlowSession'
        ByName     = '[pscustomobject] @{ SessionId = $id } | Get-NemoFlowSession'
        WhatIf     = ''
        Completion = 'Get-NemoFlowSession {id:8}', '{id}'
        BadItem    = '$id, "nope", $open | Get-NemoFlowSession', 'SessionNotFound', 2
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; $id } | Get-NemoFlowSession'
    }
    'Install-NemoFlowHook' = @{
        ByValue    = '"cursor" | Install-NemoFlowHook -DryRun'
        ByName     = '[pscustomobject] @{ Agent = "cursor"; Scope = "Project" } | Install-NemoFlowHook -DryRun'
        WhatIf     = 'Install-NemoFlowHook cursor -WhatIf'
        Completion = 'Install-NemoFlowHook -Routing Bui', 'BuiltIn'
        BadItem    = '"cursor", "nobody", "claude-code" | Install-NemoFlowHook -DryRun', 'UnknownAgent', 2
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; "cursor" } | Install-NemoFlowHook -DryRun'
    }
    'Invoke-NemoFlowAgent' = @{
        ByValue    = '"codex" | Invoke-NemoFlowAgent -DryRun'
        ByName     = '[pscustomobject] @{ Agent = "codex" } | Invoke-NemoFlowAgent -DryRun'
        WhatIf     = 'Invoke-NemoFlowAgent codex -Args exec, hello -WhatIf'
        Completion = 'Invoke-NemoFlowAgent co', 'codex'
        BadItem    = '"codex", "nobody", "codex" | Invoke-NemoFlowAgent -DryRun', 'UnknownAgent', 2
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; "codex" } | Invoke-NemoFlowAgent -DryRun'
    }
    'Remove-NemoFlowSession' = @{
        ByValue    = 'Get-NemoFlowSession (Send-SampleSession $gateway) | Remove-NemoFlowSession; "removed"'
        ByName     = '[pscustomobject] @{ SessionId = (Send-SampleSession $gateway) } | Remove-NemoFlowSession; "removed"'
        WhatIf     = 'Remove-NemoFlowSession $id -WhatIf'
        Completion = 'Remove-NemoFlowSession {id:8}', '{id}'
        BadItem    = '"nope", (Send-SampleSession $gateway) | Remove-NemoFlowSession', 'SessionNotFound', 0
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; $id } | Remove-NemoFlowSession -WhatIf'
    }
    'Send-NemoFlowHook' = @{
        ByValue    = '@{ session_id = $open; hook_event_name = "Notification" } | Send-NemoFlowHook codex -Gateway $gateway'
        ByName     = '[pscustomobject] @{ Agent = "codex"; session_id = $open; hook_event_name = "Notification" } | Send-NemoFlowHook -Gateway $gateway'
        WhatIf     = 'Send-NemoFlowHook codex "{}" -Gateway $gateway -WhatIf'
        Completion = 'Send-NemoFlowHook codex -Gateway http', '{url}'
        BadItem    = '"{}", "{broken", "{}" | Send-NemoFlowHook codex -Gateway $gateway', 'MalformedJson', 2
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; "{}" } | Send-NemoFlowHook codex -Gateway $gateway'
    }
    'Send-NemoFlowOtlp' = @{
        ByValue    = 'Get-NemoFlowSession $id | Send-NemoFlowOtlp -Endpoint $backend.Url'
        ByName     = '[pscustomobject] @{ SessionId = $id } | Send-NemoFlowOtlp -Endpoint $backend.Url'
        WhatIf     = 'Send-NemoFlowOtlp -Id $id -Endpoint $backend.Url -WhatIf'
        Completion = 'Send-NemoFlowOtlp -Id {id:8}', '{id}'
        BadItem    = '$id, "nope", $open | Send-NemoFlowOtlp -Endpoint $backend.Url', 'SessionNotFound', 2
        CtrlC      = 'Send-NemoFlowOtlp -Id $id -Endpoint http://127.0.0.1:9 -ErrorAction SilentlyContinue'
    }
    'Start-NemoFlowGateway' = @{
        ByValue    = ''
        ByName     = '[pscustomobject] @{ Port = 0 } | Start-NemoFlowGateway | Stop-NemoFlowGateway -PassThru'
        WhatIf     = 'Start-NemoFlowGateway -WhatIf'
        Completion = ''
        BadItem    = '@{ Port = 0 }, @{ Port = $gateway.Port } | ForEach-Object { [pscustomobject] $_ } | Start-NemoFlowGateway -ErrorAction SilentlyContinue | Stop-NemoFlowGateway -PassThru', 'GatewayNotStarted', 1
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; [pscustomobject] @{ Port = 0 } } | Start-NemoFlowGateway | Stop-NemoFlowGateway'
    }
    'Stop-NemoFlowGateway' = @{
        ByValue    = 'Start-NemoFlowGateway | Stop-NemoFlowGateway -PassThru'
        ByName     = '[pscustomobject] @{ Id = (Start-NemoFlowGateway).Id } | Stop-NemoFlowGateway -PassThru'
        WhatIf     = 'Stop-NemoFlowGateway $gateway -WhatIf'
        Completion = 'Stop-NemoFlowGateway -Id http', '{url}'
        BadItem    = '[pscustomobject] @{ Id = "nope" }, [pscustomobject] @{ Id = (Start-NemoFlowGateway).Id } | Stop-NemoFlowGateway -PassThru', 'GatewayNotFound', 1
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; $gateway } | Stop-NemoFlowGateway -WhatIf'
    }
    'Test-NemoFlowSetup' = @{
        ByValue    = '"cursor" | Test-NemoFlowSetup'
        ByName     = '[pscustomobject] @{ Agent = "cursor" } | Test-NemoFlowSetup'
        WhatIf     = ''
        Completion = 'Test-NemoFlowSetup cu', 'cursor'
        BadItem    = '"cursor", "nobody" | Test-NemoFlowSetup -Quiet', 'UnknownAgent', 1
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; "cursor" } | Test-NemoFlowSetup'
    }
    'Uninstall-NemoFlowHook' = @{
        ByValue    = '"cursor" | Uninstall-NemoFlowHook'
        ByName     = 'Install-NemoFlowHook cursor -Scope Project | Uninstall-NemoFlowHook'
        WhatIf     = 'Uninstall-NemoFlowHook cursor -Scope Project -WhatIf'
        Completion = 'Uninstall-NemoFlowHook cu', 'cursor'
        BadItem    = '"cursor", "nobody", "claude-code" | Uninstall-NemoFlowHook', 'UnknownAgent', 2
        CtrlC      = '1..1000 | ForEach-Object { Start-Sleep -Milliseconds 50; "cursor" } | Uninstall-NemoFlowHook -DryRun'
    }
    'Wait-NemoFlowSession' = @{
        ByValue    = 'Get-NemoFlowSession $id | Wait-NemoFlowSession'
        ByName     = '[pscustomobject] @{ SessionId = $id } | Wait-NemoFlowSession'
        WhatIf     = ''
        Completion = 'Wait-NemoFlowSession -Until Turn', 'TurnEnded'
        BadItem    = '"nope", $id | Wait-NemoFlowSession', 'SessionNotFound', 1
        CtrlC      = 'Wait-NemoFlowSession $open'
    }
    'Watch-NemoFlowEvent' = @{
        ByValue    = '$id | Watch-NemoFlowEvent -IncludeExisting | Select-Object -First 1'
        ByName     = '[pscustomobject] @{ SessionId = $id } | Watch-NemoFlowEvent -IncludeExisting | Select-Object -First 1'
        WhatIf     = ''
        Completion = 'Watch-NemoFlowEvent -Kind h', 'hook'
        BadItem    = ''
        CtrlC      = 'Watch-NemoFlowEvent'
    }
}
