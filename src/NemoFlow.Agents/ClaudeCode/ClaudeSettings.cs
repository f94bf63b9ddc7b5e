// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents.Common;
using NemoFlow.Text;

namespace NemoFlow.Agents.ClaudeCode;

/// <summary>
/// The settings that Claude Code will work with, as far as files and arguments tell them: managed ones, those on the command line, the
/// project's local ones, the project's, the user's. The first that has a value wins; for variables the process comes last.
/// </summary>
internal sealed class ClaudeSettings
{
    private static readonly string[] ManagedFolders = ["/etc/claude-code", "/Library/Application Support/ClaudeCode", @"C:\Program Files\ClaudeCode", @"C:\ProgramData\ClaudeCode"];

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly List<(string Name, JsonElement Root)> _managed = [];
    private readonly List<(string Name, JsonElement Root)> _layers = [];
    private readonly Func<string, string?> _environment;

    private ClaudeSettings(Func<string, string?> environment) => _environment = environment;

    /// <summary>Reads all layers.</summary>
    /// <param name="input">Gives files and the environment.</param>
    /// <param name="overlay">What the user gave with <c>--settings</c>; null for nothing.</param>
    /// <param name="sources">The value of <c>--setting-sources</c>; null for all.</param>
    public static ClaudeSettings Read(LaunchInput input, JsonElement? overlay, string? sources)
    {
        ClaudeSettings settings = new(input.Environment);
        foreach (string folder in ManagedFolders)
        {
            string separator = folder.Contains('\\', StringComparison.Ordinal) ? "\\" : "/";
            foreach (string file in input.ListFiles(folder + separator + "managed-settings.d").Where(f => f.EndsWith(".json", StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal)
                .Append(folder + separator + "managed-settings.json"))
            {
                Add(settings._managed, input, file);
            }
        }

        settings._layers.AddRange(settings._managed);
        if (overlay is { } given)
        {
            settings._layers.Add(("--settings", given));
        }

        bool Wanted(string source) => sources is null || sources.Split(',', StringSplitOptions.TrimEntries).Contains(source);
        string project = Path.Combine(input.WorkingDirectory ?? ".", ".claude");
        if (Wanted("local"))
        {
            Add(settings._layers, input, Path.Combine(project, "settings.local.json"));
        }

        if (Wanted("project"))
        {
            Add(settings._layers, input, Path.Combine(project, "settings.json"));
        }

        if (Wanted("user") && UserFolder(input.Environment) is { } user)
        {
            Add(settings._layers, input, Path.Combine(user, "settings.json"));
        }

        return settings;
    }

    /// <summary>A variable as Claude Code will see it, and where it comes from.</summary>
    public (string? Value, string? From) Variable(string name)
    {
        foreach ((string layer, JsonElement root) in _layers)
        {
            if (root.At("env") is { ValueKind: JsonValueKind.Object } env && env.TryGetProperty(name, out JsonElement value) && value.Scalar() is { } text)
            {
                return (text, layer);
            }
        }

        return _environment(name) is { Length: > 0 } own ? (own, null) : (null, null);
    }

    /// <summary>A variable that an administrator fixed; nothing else can change it.</summary>
    public string? ManagedVariable(string name) => _managed.Select(m => m.Root.At("env")?.TextAt(name)).FirstOrDefault(v => v is not null);

    /// <summary>True where a settings file or argument sets a variable, which then beats the process's.</summary>
    public bool SetsVariable(string name) => Variable(name).From is not null;

    /// <summary>Where a switch is on; null where it is off or not set.</summary>
    public string? WhereTrue(string name)
    {
        (string Name, JsonElement Root) first = _layers.Find(l => l.Root.At(name) is not null);
        return first.Root.ValueKind == JsonValueKind.Object && first.Root.IsTrue(name) ? first.Name : null;
    }

    /// <summary>Where an administrator's switch is on.</summary>
    public string? WhereManagedTrue(string name) => _managed.Find(m => m.Root.IsTrue(name)).Name;

    /// <summary>The layer that keeps hooks from being posted to a URL; null where none does. Lists of all layers count together.</summary>
    public string? WhereHttpHooksAreForbidden(string url)
    {
        List<(string Name, JsonElement Root)> limiting = _layers.FindAll(l => l.Root.At("allowedHttpHookUrls") is { ValueKind: JsonValueKind.Array });
        bool allowed = limiting.Count == 0 || limiting.SelectMany(l => l.Root.ItemsAt("allowedHttpHookUrls")).Any(p => p.Scalar() is { } pattern && Matches(url, pattern));
        return allowed ? null : limiting[0].Name;
    }

    /// <summary>The layer that keeps variables out of the headers of posted hooks; null where none does. Lists of all layers count together.</summary>
    public string? WhereVariablesAreForbidden(IEnumerable<string> names)
    {
        List<(string Name, JsonElement Root)> limiting = _layers.FindAll(l => l.Root.At("httpHookAllowedEnvVars") is { ValueKind: JsonValueKind.Array });
        HashSet<string?> allowed = [.. limiting.SelectMany(l => l.Root.ItemsAt("httpHookAllowedEnvVars")).Select(v => v.Scalar())];
        return limiting.Count == 0 || names.All(allowed.Contains) ? null : limiting[0].Name;
    }

    /// <summary>The folder of the user's own settings.</summary>
    public static string? UserFolder(Func<string, string?> environment)
    {
        if (environment("CLAUDE_CONFIG_DIR") is { Length: > 0 } folder)
        {
            return folder;
        }

        string? home = environment("HOME") is { Length: > 0 } unix ? unix : environment("USERPROFILE");
        return string.IsNullOrEmpty(home) ? null : Path.Combine(home, ".claude");
    }

    private static void Add(List<(string Name, JsonElement Root)> layers, LaunchInput input, string file)
    {
        if (input.ReadFile(file) is not { } text)
        {
            return;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Lenient);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                layers.Add((file, document.RootElement.Clone()));
            }
        }
        catch (JsonException)
        {
            // Claude Code leaves a file out that it cannot read, and says so itself.
        }
    }

    /// <summary>An asterisk stands for anything.</summary>
    private static bool Matches(string url, string pattern)
    {
        string[] pieces = pattern.Split('*');
        int at = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            bool last = i == pieces.Length - 1;
            int found = i == 0 ? (url.StartsWith(pieces[0], StringComparison.Ordinal) ? 0 : -1)
                : last && pieces[i].Length > 0 ? (url.EndsWith(pieces[i], StringComparison.Ordinal) ? url.Length - pieces[i].Length : -1)
                : url.IndexOf(pieces[i], at, StringComparison.Ordinal);
            if (found < at)
            {
                return false;
            }

            at = found + pieces[i].Length;
        }

        return pieces.Length > 1 || at == url.Length;
    }
}
