// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Folding;

public sealed partial class SessionFold
{
    /// <summary>What callers say of the session in headers; what the agent itself says wins over it.</summary>
    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    /// <summary>Where callers want the session to go. Apart from metadata, which anybody may give: the gateway lets pass only headers of those who may say so.</summary>
    private string? _askedAtifFolder;

    private string? _askedEndpoint;

    private Dictionary<string, string> AllMetadata()
    {
        Dictionary<string, string> all = new(_given, StringComparer.Ordinal);
        foreach ((string key, string value) in _metadata)
        {
            all[key] = value;
        }

        return all;
    }

    private void NoteGiven(IReadOnlyDictionary<string, string> headers)
    {
        Give("profile", headers.GetValueOrDefault(HookWire.ProfileHeader));
        Give("gateway_mode", headers.GetValueOrDefault(HookWire.GatewayModeHeader));
        if (headers.GetValueOrDefault(HookWire.SessionMetadataHeader) is not { Length: > 0 } json)
        {
            return;
        }

        try
        {
            MergeGiven(JsonElement.Parse(json));
        }
        catch (JsonException)
        {
            // The caller's own note: without it the session is complete all the same.
        }
    }

    private void NoteAsked(IReadOnlyDictionary<string, string> headers)
    {
        _askedAtifFolder = Last(HookWire.AtifFolderHeader) ?? _askedAtifFolder;
        _askedEndpoint = Last(HookWire.OpenInferenceEndpointHeader) ?? _askedEndpoint;

        string? Last(string name) => headers.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
    }

    /// <summary>Members of a later object win, null says nothing; a second value that is no object stands beside the first.</summary>
    private void MergeGiven(JsonElement metadata)
    {
        if (metadata.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in metadata.EnumerateObject())
            {
                Give(member.Name, Written(member.Value));
            }
        }
        else if (Written(metadata) is { } value && _given.GetValueOrDefault("metadata") != value)
        {
            _given[_given.ContainsKey("metadata") ? "extra_metadata" : "metadata"] = value;
        }
    }

    private void Give(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _given[name] = value;
        }
    }

    private static string? Written(JsonElement value) =>
        value.Scalar() ?? (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? value.GetRawText() : null);
}
