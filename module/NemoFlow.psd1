# SPDX-License-Identifier: Apache-2.0
@{
    RootModule           = 'bin/NemoFlow.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = 'b0c1c3f4-5d53-4a7e-9f0a-2f4f8f1f6f10'
    Author               = 'NemoFlow contributors'
    CompanyName          = 'NemoFlow contributors'
    Copyright            = '(c) NemoFlow contributors. Apache-2.0.'
    Description          = 'Records everything a coding agent does: every prompt, model call, tool call, subagent and token, as objects and as trajectory files (ATIF).'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    TypesToProcess       = @('NemoFlow.Types.ps1xml')
    FormatsToProcess     = @('NemoFlow.Format.ps1xml')
    CmdletsToExport      = @(
        'ConvertTo-NemoFlowAtif'
        'Export-NemoFlowAtif'
        'Export-NemoFlowAtof'
        'Get-NemoFlowAgent'
        'Get-NemoFlowConfiguration'
        'Get-NemoFlowEvent'
        'Get-NemoFlowGateway'
        'Get-NemoFlowHook'
        'Get-NemoFlowSession'
        'Install-NemoFlowHook'
        'Invoke-NemoFlowAgent'
        'Remove-NemoFlowSession'
        'Send-NemoFlowHook'
        'Send-NemoFlowOtlp'
        'Start-NemoFlowGateway'
        'Stop-NemoFlowGateway'
        'Test-NemoFlowSetup'
        'Uninstall-NemoFlowHook'
        'Wait-NemoFlowSession'
        'Watch-NemoFlowEvent'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('codex', 'agent', 'observability', 'trajectory', 'ATIF', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://www.apache.org/licenses/LICENSE-2.0'
        }
    }
}
