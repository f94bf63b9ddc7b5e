# SPDX-License-Identifier: Apache-2.0
# Walks output objects and their properties, and gives every list that it found with whether a script can index it. What cannot be
# indexed gives itself for [0], without an error.
function Get-ListReport {
    param([object[]] $InputObject)

    $found = @{}
    $pending = [System.Collections.Generic.Stack[object[]]]::new()
    foreach ($object in $InputObject) {
        $pending.Push(@('', $object))
    }

    while ($pending.Count -gt 0) {
        $path, $value = $pending.Pop()
        if ($null -eq $value -or $value -is [string] -or $value -is [ValueType]) {
            continue
        }

        if ($value -is [System.Collections.IDictionary]) {
            continue
        }

        if ($value -is [System.Collections.IEnumerable]) {
            $items = [System.Collections.Generic.List[object]]::new()
            foreach ($item in $value) {
                $items.Add($item)
                $pending.Push(@($path, $item))
            }

            if ($items.Count -gt 0) {
                $works = [object]::Equals($value[0], $items[0]) -and [object]::Equals($value[-1], $items[$items.Count - 1]) -and $value.Count -eq $items.Count
                $found[$path] = $works -and ($found[$path] ?? $true)
            }

            continue
        }

        $type = $value.GetType()
        if ($type.Namespace -ne 'NemoFlow' -and $type.Namespace -notlike 'NemoFlow.*') {
            continue
        }

        foreach ($property in $type.GetProperties().Where({ $_.GetIndexParameters().Count -eq 0 })) {
            $pending.Push(@("$($type.Name).$($property.Name)", $property.GetValue($value)))
        }
    }

    $found.GetEnumerator() | Sort-Object -Property Key | ForEach-Object { [pscustomobject] @{ List = $_.Key; IsIndexable = $_.Value } }
}

# The list properties of the module's output types and of everything that they hold, by their declarations.
function Get-ListProperty {
    $seen = [System.Collections.Generic.HashSet[type]]::new()
    $pending = [System.Collections.Generic.Queue[type]]::new()
    foreach ($name in (Get-Command -Module NemoFlow).OutputType.Name | Sort-Object -Unique) {
        if ($name -as [type]) {
            $pending.Enqueue([type] $name)
        }
    }

    while ($pending.Count -gt 0) {
        $type = $pending.Dequeue()
        foreach ($argument in $type.GetGenericArguments()) {
            $pending.Enqueue($argument)
        }

        if (-not "$($type.Namespace)".StartsWith('NemoFlow') -or -not $seen.Add($type)) {
            continue
        }

        foreach ($derived in $type.Assembly.GetExportedTypes().Where({ $_.BaseType -eq $type })) {
            $pending.Enqueue($derived)
        }

        foreach ($property in $type.GetProperties()) {
            $pending.Enqueue($property.PropertyType)
            if ($property.PropertyType.IsGenericType -and $property.PropertyType.GetGenericTypeDefinition().Name -match '^(IReadOnlyList|IReadOnlyCollection|IList|IEnumerable|List)`1$') {
                $property
            }
        }
    }
}
