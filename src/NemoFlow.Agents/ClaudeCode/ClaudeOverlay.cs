// SPDX-License-Identifier: Apache-2.0
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.Agents.Common;

namespace NemoFlow.Agents.ClaudeCode;

/// <summary>The settings of one run: what the user gave with <c>--settings</c>, and on top of it what leads to the gateway.</summary>
internal sealed class ClaudeOverlay
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _root;

    private ClaudeOverlay(JsonObject root, string? file) => (_root, File) = (root, file);

    /// <summary>The user's file; null where the settings were written on the command line, or not at all.</summary>
    public string? File { get; }

    /// <summary>The settings as they stand, for reading.</summary>
    public JsonElement Element => JsonElement.Parse(_root.ToJsonString());

    /// <summary>Reads what the user gave; a text that has braces around it is JSON, everything else a file.</summary>
    /// <param name="value">The value of the option; null where it is not given.</param>
    /// <param name="input">Gives files.</param>
    /// <param name="problem">Why it cannot be read.</param>
    public static ClaudeOverlay? Read(string? value, LaunchInput input, out string? problem)
    {
        problem = null;
        if (value is null)
        {
            return new ClaudeOverlay([], null);
        }

        string text = value.Trim();
        bool inline = text.StartsWith('{') && text.EndsWith('}');
        string? file = inline ? null : Path.Combine(input.WorkingDirectory ?? ".", value);
        if (file is not null && input.ReadFile(file) is null)
        {
            problem = $"failed to read the settings file '{value}' that --settings names: check the path.";
            return null;
        }

        string name = inline ? "the JSON of --settings" : $"the settings file '{value}'";
        try
        {
            JsonNode? node = JsonNode.Parse(inline ? text : input.ReadFile(file!)!, documentOptions: Lenient);
            problem = node is not JsonObject root ? $"{name} must contain a JSON object."
                : root["env"] is not (null or JsonObject) ? $"{name}: the field `env` must be a JSON object."
                : root["hooks"] is not (null or JsonObject) ? $"{name}: the field `hooks` must be a JSON object."
                : (root["hooks"] as JsonObject)?.FirstOrDefault(h => h.Value is not JsonArray).Key is { } odd ? $"{name}: the field `hooks.{odd}` must be an array."
                : null;
            return problem is null ? new ClaudeOverlay((JsonObject)node!, file) : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            problem = $"failed to parse {name}: {e.Message}";
            return null;
        }
    }

    public void SetVariable(string name, string value)
    {
        if (_root["env"] is not JsonObject env)
        {
            _root["env"] = env = [];
        }

        env[name] = value;
    }

    /// <summary>Adds hooks behind those that the user's settings have for the same events.</summary>
    public void AddHooks(JsonObject added)
    {
        if (_root["hooks"] is not JsonObject hooks)
        {
            _root["hooks"] = hooks = [];
        }

        foreach ((string name, JsonNode? groups) in added)
        {
            if (hooks[name] is not JsonArray existing)
            {
                hooks[name] = existing = [];
            }

            foreach (JsonNode? group in groups!.AsArray())
            {
                existing.Add(group?.DeepClone());
            }
        }
    }

    public string ToJson() => _root.ToJsonString(Compact);

    /// <summary>The settings without the values of variables and headers, which may be secrets.</summary>
    /// <param name="ours">The variables that are not the user's.</param>
    public string ToShownJson(IReadOnlyCollection<string> ours)
    {
        JsonObject shown = _root.DeepClone().AsObject();
        Mask(shown["env"] as JsonObject, ours);
        foreach (JsonNode? handler in (shown["hooks"] as JsonObject ?? []).SelectMany(e => e.Value as JsonArray ?? []).OfType<JsonObject>().SelectMany(g => g["hooks"] as JsonArray ?? []))
        {
            Mask((handler as JsonObject)?["headers"] as JsonObject, []);
        }

        return shown.ToJsonString(Compact);
    }

    private static void Mask(JsonObject? values, IReadOnlyCollection<string> ours)
    {
        foreach (string name in (values ?? []).Select(v => v.Key).Where(n => !ours.Contains(n)).ToList())
        {
            values![name] = "<redacted>";
        }
    }
}
