# SPDX-License-Identifier: Apache-2.0
<#
.SYNOPSIS
    Compiles the help pages of docs/en-US into the assembled module.
.DESCRIPTION
    A page gives the words; types, positions, aliases and parameter sets come from the cmdlet itself. Fails where a page and its cmdlet
    do not agree: a parameter without words, words without a parameter, a cmdlet without a page or without two examples.
    Runs in a PowerShell of its own, because it imports the module.
.PARAMETER ModulePath
    The folder of the assembled module.
.PARAMETER PagePath
    The folder with the pages.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $ModulePath,

    [Parameter(Mandatory)]
    [string] $PagePath
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'

$common = [System.Management.Automation.PSCmdlet]::CommonParameters
$ModulePath = (Resolve-Path -LiteralPath $ModulePath).ProviderPath
$ns = @{
    command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
    maml    = 'http://schemas.microsoft.com/maml/2004/10'
    dev     = 'http://schemas.microsoft.com/maml/dev/2004/10'
}
$problems = [System.Collections.Generic.List[string]]::new()

# Reads a page: its sections, and within them the parts under third-level headings.
function Read-Page {
    param([string] $Path)

    $sections = [ordered] @{}
    $section = $part = $null
    $fenced = $false
    foreach ($line in Get-Content -LiteralPath $Path) {
        if ($line.StartsWith('```')) {
            $fenced = -not $fenced
        }

        if (-not $fenced -and $line -match '^## (.+)$') {
            $section = $Matches[1]
            $part = ''
            $sections[$section] = [ordered] @{ '' = [System.Collections.Generic.List[string]]::new() }
        } elseif (-not $fenced -and $line -match '^### (.+)$' -and $section) {
            $part = $Matches[1]
            $sections[$section][$part] = [System.Collections.Generic.List[string]]::new()
        } elseif ($section) {
            $sections[$section][$part].Add($line)
        }
    }

    $sections
}

# Joins lines into paragraphs of plain text: links keep their words, code its words without backticks.
function ConvertTo-Paragraph {
    param([string[]] $Line)

    $text = ($Line -join "`n").Trim()
    foreach ($paragraph in $text -split '\n\s*\n') {
        $plain = $paragraph -replace '\[([^\]]+)\]\([^)]+\)', '$1' -replace '`([^`]+)`', '$1' -replace '\*\*([^*]+)\*\*', '$1'
        $isList = $plain -match '^\s*[-*|] '
        if ($plain.Trim()) {
            $isList ? $plain : ($plain -replace '\s*\n\s*', ' ')
        }
    }
}

function Write-Paragraph {
    param([System.Xml.XmlWriter] $Xml, [string[]] $Line)

    foreach ($paragraph in ConvertTo-Paragraph $Line) {
        $Xml.WriteElementString('maml', 'para', $ns.maml, $paragraph)
    }
}

function Write-Text {
    param([System.Xml.XmlWriter] $Xml, [string] $Name, [string[]] $Line, [string] $Prefix = 'maml')

    $Xml.WriteStartElement($Prefix, $Name, $ns[$Prefix])
    Write-Paragraph -Xml $Xml -Line $Line
    $Xml.WriteEndElement()
}

# Writes one parameter, for the syntax or for the list of parameters.
function Write-Parameter {
    param([System.Xml.XmlWriter] $Xml, $Parameter, $InSet, [string[]] $Line)

    $attribute = $Parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.ParameterAttribute] } | Select-Object -First 1
    $by = @(
        if ($attribute.ValueFromPipeline) { 'ByValue' }
        if ($attribute.ValueFromPipelineByPropertyName) { 'ByPropertyName' }
    ) -join ', '
    $globbing = [bool] ($Parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.SupportsWildcardsAttribute] })
    $position = $InSet.Position -ge 0 ? [string] $InSet.Position : 'named'
    $type = $Parameter.ParameterType
    $isSwitch = $type -eq [switch]
    $Xml.WriteStartElement('command', 'parameter', $ns.command)
    $Xml.WriteAttributeString('required', "$($InSet.IsMandatory)".ToLowerInvariant())
    $Xml.WriteAttributeString('variableLength', "$($type.IsArray)".ToLowerInvariant())
    $Xml.WriteAttributeString('globbing', "$globbing".ToLowerInvariant())
    $Xml.WriteAttributeString('pipelineInput', $by ? "True ($by)" : 'False')
    $Xml.WriteAttributeString('position', $position)
    $Xml.WriteAttributeString('aliases', ($Parameter.Aliases.Count ? $Parameter.Aliases -join ', ' : 'none'))
    $Xml.WriteElementString('maml', 'name', $ns.maml, $Parameter.Name)
    Write-Text -Xml $Xml -Name 'description' -Line $Line
    if (-not $isSwitch) {
        $shown = ([Nullable]::GetUnderlyingType($type) ?? $type).Name
        $Xml.WriteStartElement('command', 'parameterValue', $ns.command)
        $Xml.WriteAttributeString('required', 'true')
        $Xml.WriteAttributeString('variableLength', "$($type.IsArray)".ToLowerInvariant())
        $Xml.WriteString($shown)
        $Xml.WriteEndElement()
    }

    $Xml.WriteStartElement('dev', 'type', $ns.dev)
    $Xml.WriteElementString('maml', 'name', $ns.maml, ($isSwitch ? 'SwitchParameter' : $type.Name))
    $Xml.WriteEndElement()
    $Xml.WriteEndElement()
}

function Write-Command {
    param([System.Xml.XmlWriter] $Xml, $Command, $Page)

    $name = $Command.Name
    $own = @($Command.Parameters.Values | Where-Object Name -NotIn $common | Sort-Object Name)
    $words = $Page['PARAMETERS'] ?? [ordered] @{}
    foreach ($parameter in $own) {
        if (-not $words.Contains("-$($parameter.Name)")) {
            $problems.Add("${name}: the page says nothing of -$($parameter.Name).")
        }
    }

    foreach ($heading in $words.Keys | Where-Object { $_ -and $_.TrimStart('-') -notin $own.Name }) {
        $problems.Add("${name}: the page describes $heading, which the cmdlet does not have.")
    }

    $examples = @(($Page['EXAMPLES'] ?? @{ '' = $null }).GetEnumerator() | Where-Object Key)
    if ($examples.Count -lt 2) {
        $problems.Add("${name}: the page needs two examples.")
    }

    $Xml.WriteStartElement('command', 'command', $ns.command)
    foreach ($prefix in 'maml', 'dev') {
        $Xml.WriteAttributeString('xmlns', $prefix, $null, $ns[$prefix])
    }

    $Xml.WriteStartElement('command', 'details', $ns.command)
    $Xml.WriteElementString('command', 'name', $ns.command, $name)
    $Xml.WriteElementString('command', 'verb', $ns.command, $Command.Verb)
    $Xml.WriteElementString('command', 'noun', $ns.command, $Command.Noun)
    Write-Text -Xml $Xml -Name 'description' -Line $Page['SYNOPSIS']['']
    $Xml.WriteEndElement()
    Write-Text -Xml $Xml -Name 'description' -Line $Page['DESCRIPTION']['']

    $Xml.WriteStartElement('command', 'syntax', $ns.command)
    foreach ($set in $Command.ParameterSets) {
        $Xml.WriteStartElement('command', 'syntaxItem', $ns.command)
        $Xml.WriteElementString('maml', 'name', $ns.maml, $name)
        foreach ($inSet in $set.Parameters | Where-Object Name -NotIn $common) {
            Write-Parameter -Xml $Xml -Parameter $Command.Parameters[$inSet.Name] -InSet $inSet -Line ($words["-$($inSet.Name)"] ?? '')
        }

        $Xml.WriteEndElement()
    }

    $Xml.WriteEndElement()
    $Xml.WriteStartElement('command', 'parameters', $ns.command)
    foreach ($parameter in $own) {
        $inSet = $Command.ParameterSets.Parameters | Where-Object Name -EQ $parameter.Name | Select-Object -First 1
        Write-Parameter -Xml $Xml -Parameter $parameter -InSet $inSet -Line ($words["-$($parameter.Name)"] ?? '')
    }

    $Xml.WriteEndElement()
    $Xml.WriteStartElement('command', 'inputTypes', $ns.command)
    $Xml.WriteStartElement('command', 'inputType', $ns.command)
    $Xml.WriteStartElement('dev', 'type', $ns.dev)
    $bound = $own | Where-Object { $_.Attributes | Where-Object { $_ -is [System.Management.Automation.ParameterAttribute] -and $_.ValueFromPipeline } }
    $Xml.WriteElementString('maml', 'name', $ns.maml, (@($bound | ForEach-Object { $_.ParameterType.FullName.TrimEnd('[', ']') }) -join ', '))
    $Xml.WriteEndElement()
    Write-Text -Xml $Xml -Name 'description' -Line ($Page['INPUTS']?[''] ?? '')
    $Xml.WriteEndElement()
    $Xml.WriteEndElement()
    $Xml.WriteStartElement('command', 'returnValues', $ns.command)
    foreach ($output in $Command.OutputType) {
        $Xml.WriteStartElement('command', 'returnValue', $ns.command)
        $Xml.WriteStartElement('dev', 'type', $ns.dev)
        $Xml.WriteElementString('maml', 'name', $ns.maml, $output.Name)
        $Xml.WriteEndElement()
        Write-Text -Xml $Xml -Name 'description' -Line ($Page['OUTPUTS']?[''] ?? '')
        $Xml.WriteEndElement()
    }

    $Xml.WriteEndElement()
    $Xml.WriteStartElement('command', 'examples', $ns.command)
    foreach ($example in $examples) {
        $lines = @($example.Value)
        $open = [array]::FindIndex([string[]] $lines, [Predicate[string]] { $args[0].StartsWith('```') })
        $close = [array]::FindIndex([string[]] $lines, $open + 1, [Predicate[string]] { $args[0].StartsWith('```') })
        $Xml.WriteStartElement('command', 'example', $ns.command)
        $Xml.WriteElementString('maml', 'title', $ns.maml, "-------- $($example.Key) --------")
        $Xml.WriteElementString('dev', 'code', $ns.dev, (($lines | Select-Object -Skip ($open + 1) -First ($close - $open - 1)) -join "`n"))
        Write-Text -Xml $Xml -Name 'remarks' -Line @($lines | Select-Object -First $open; ''; $lines | Select-Object -Skip ($close + 1)) -Prefix 'dev'
        $Xml.WriteEndElement()
    }

    $Xml.WriteEndElement()
    $Xml.WriteStartElement('command', 'relatedLinks', $ns.command)
    foreach ($line in $Page['RELATED LINKS']?[''] ?? @()) {
        if ($line -match '\[([^\]]+)\]\(([^)]+)\)') {
            $Xml.WriteStartElement('maml', 'navigationLink', $ns.maml)
            $Xml.WriteElementString('maml', 'linkText', $ns.maml, $Matches[1])
            $Xml.WriteElementString('maml', 'uri', $ns.maml, ($Matches[2] -like 'http*' ? $Matches[2] : ''))
            $Xml.WriteEndElement()
        }
    }

    $Xml.WriteEndElement()
    $Xml.WriteEndElement()
}

Import-Module -Name (Join-Path $ModulePath 'NemoFlow.psd1')
$commands = @(Get-Command -Module NemoFlow | Sort-Object Name)
$target = (New-Item -ItemType Directory -Path (Join-Path $ModulePath 'en-US') -Force).FullName
$settings = [System.Xml.XmlWriterSettings] @{ Indent = $true; NewLineChars = "`n" }
$xml = [System.Xml.XmlWriter]::Create((Join-Path $target 'NemoFlow.PowerShell.dll-Help.xml'), $settings)
try {
    $xml.WriteStartElement('helpItems', 'http://msh')
    $xml.WriteAttributeString('schema', 'maml')
    foreach ($command in $commands) {
        $path = Join-Path $PagePath "$($command.Name).md"
        if (Test-Path -LiteralPath $path) {
            Write-Command -Xml $xml -Command $command -Page (Read-Page $path)
        } else {
            $problems.Add("$($command.Name) has no page: $path")
        }
    }

    $xml.WriteEndElement()
} finally {
    $xml.Dispose()
}

foreach ($page in Get-ChildItem -Path (Join-Path $PagePath '*.md')) {
    if ($page.BaseName -like 'about_*') {
        $text = Get-Content -LiteralPath $page.FullName | ForEach-Object { $_ -replace '^#+ ', '' -replace '\[([^\]]+)\]\([^)]+\)', '$1' }
        Set-Content -LiteralPath (Join-Path $target "$($page.BaseName).help.txt") -Value $text
    } elseif ($page.BaseName -notin $commands.Name -and $page.BaseName -ne 'README') {
        $problems.Add("$($page.Name) describes no cmdlet of the module.")
    }
}

$problems | ForEach-Object { Write-Information "help: $_" }
Write-Information "help: $($commands.Count) cmdlets -> $target"
exit [int] ($problems.Count -gt 0)
