// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Agents.Codex;

/// <summary>What the user's own arguments to Codex say about configuration.</summary>
internal sealed class CodexCommandLine
{
    /// <summary>Options of Codex that take a value in the next argument: what follows them is no option.</summary>
    private static readonly HashSet<string> TakesValue = new(StringComparer.Ordinal)
    {
        "-m", "--model", "-i", "--image", "-s", "--sandbox", "-a", "--ask-for-approval", "-C", "--cd", "--add-dir", "-o", "--output-last-message",
        "--output-schema", "--color", "--remote",
    };

    private readonly List<(IReadOnlyList<string> Path, string Value)> _overrides = [];

    /// <summary>The profile chosen.</summary>
    public string? Profile { get; private set; }

    /// <summary>True for <c>--oss</c>.</summary>
    public bool LocalProvider { get; private set; }

    /// <summary>True where hooks are switched off by an option.</summary>
    public bool HooksDisabled { get; private set; }

    /// <summary>The overrides given with <c>-c</c>, in order.</summary>
    public IReadOnlyList<(IReadOnlyList<string> Path, string Value)> Overrides => _overrides;

    /// <summary>Reads the arguments after the executable. Text after <c>--</c> is a prompt.</summary>
    public static CodexCommandLine Parse(IEnumerable<string> arguments)
    {
        CodexCommandLine line = new();
        Queue<string> rest = new(arguments);
        while (rest.TryDequeue(out string? argument) && argument != "--")
        {
            line.Take(argument, rest);
        }

        return line;
    }

    /// <summary>The value of the last override of exactly this key, as text; null where there is none.</summary>
    public string? Text(params ReadOnlySpan<string> path)
    {
        string? found = null;
        foreach ((IReadOnlyList<string> key, string value) in _overrides)
        {
            if (path.SequenceEqual(key.ToArray()))
            {
                found = Unquote(value);
            }
        }

        return found;
    }

    /// <summary>The override that sets the key or anything below or above it; null where there is none.</summary>
    public string? Touching(params string[] path)
    {
        foreach ((IReadOnlyList<string> key, _) in _overrides)
        {
            int common = Math.Min(key.Count, path.Length);
            if (key.Take(common).SequenceEqual(path.Take(common)))
            {
                return string.Join('.', key);
            }
        }

        return null;
    }

    private void Take(string argument, Queue<string> rest)
    {
        (string name, string? value) = Split(argument);
        switch (name)
        {
            case "-c" or "--config":
                AddOverride(value ?? Next(rest));
                break;
            case "-p" or "--profile":
                Profile = value ?? Next(rest);
                break;
            case "--oss" or "--local-provider":
                LocalProvider = true;
                break;
            case "--disable":
                HooksDisabled |= (value ?? Next(rest)) == "hooks";
                break;
            default:
                if (value is null && TakesValue.Contains(name))
                {
                    rest.TryDequeue(out _);
                }

                break;
        }
    }

    private void AddOverride(string? text)
    {
        int equals = text?.IndexOf('=', StringComparison.Ordinal) ?? -1;
        if (equals <= 0)
        {
            return;
        }

        string value = text![(equals + 1)..].Trim();
        try
        {
            _overrides.Add((TomlKey.ParsePath(text[..equals].Trim()), value));
        }
        catch (TomlException)
        {
            // Codex will say what is wrong with it.
        }
    }

    private static string? Next(Queue<string> rest) => rest.TryDequeue(out string? value) ? value : null;

    /// <summary><c>--name=value</c>, and <c>-cname=value</c> for short options.</summary>
    private static (string Name, string? Value) Split(string argument)
    {
        if (argument.StartsWith("--", StringComparison.Ordinal) && argument.IndexOf('=', StringComparison.Ordinal) is int equals and > 0)
        {
            return (argument[..equals], argument[(equals + 1)..]);
        }

        bool attached = argument.Length > 2 && argument[0] == '-' && argument[1] is 'c' or 'p';
        return attached && argument[0] == '-' && argument[1] != '-' ? (argument[..2], argument[2..].TrimStart('=')) : (argument, null);
    }

    /// <summary>Codex takes a value that is no TOML for a plain string.</summary>
    private static string Unquote(string value)
    {
        try
        {
            return TomlValue.ParseInline(value) is TomlScalar { Value: string text } ? text : value;
        }
        catch (TomlException)
        {
            return value;
        }
    }
}
