# SPDX-License-Identifier: Apache-2.0
@{
    ModuleVersion        = '0.1.0'
    GUID                 = 'b0c1c3f4-5d53-4a7e-9f0a-2f4f8f1f6f10'
    Author               = 'NemoFlow contributors'
    CompanyName          = 'NemoFlow contributors'
    Copyright            = '(c) NemoFlow contributors. Apache-2.0.'
    Description          = 'Records everything a coding agent does. The cmdlets are not part of this version; the same engine is behind the nemo-flow command.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    CmdletsToExport      = @()
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('codex', 'agent', 'observability', 'trajectory', 'ATIF')
            LicenseUri = 'https://www.apache.org/licenses/LICENSE-2.0'
        }
    }
}
