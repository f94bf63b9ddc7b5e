// SPDX-License-Identifier: Apache-2.0
using System.ComponentModel;
using System.Management.Automation;
using System.Text.Json;

namespace NemoFlow.PowerShell.Formatting;

/// <summary>Properties that the module adds to its objects: JSON as PowerShell objects, so that scripts can walk into it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ExtraProperties
{
    /// <summary>An event's content.</summary>
    public static object? EventContent(PSObject instance) => instance?.BaseObject is SessionEvent e ? ToObject(e.Data) : null;

    /// <summary>A tool call's arguments.</summary>
    public static object? ToolInput(PSObject instance) => instance?.BaseObject is ToolCall { Arguments: { } arguments } ? ToObject(arguments) : null;

    /// <summary>A tool call's result.</summary>
    public static object? ToolOutput(PSObject instance) => instance?.BaseObject is ToolCall { Result: { } result } ? ToObject(result) : null;

    /// <summary>A mark's payload.</summary>
    public static object? MarkContent(PSObject instance) => instance?.BaseObject is Mark { Data: { } data } ? ToObject(data) : null;

    private static object? ToObject(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                PSObject made = new();
                foreach (JsonProperty member in json.EnumerateObject())
                {
                    if (member.Name.Length > 0 && made.Properties[member.Name] is null)
                    {
                        made.Properties.Add(new PSNoteProperty(member.Name, ToObject(member.Value)));
                    }
                }

                return made;
            case JsonValueKind.Array:
                return json.EnumerateArray().Select(ToObject).ToArray();
            case JsonValueKind.String:
                return json.GetString();
            case JsonValueKind.Number:
                return json.TryGetInt64(out long whole) ? whole : json.GetDouble();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return null;
        }
    }
}
