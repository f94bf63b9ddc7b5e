// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.ClaudeCode;

/// <summary>What the user's own arguments to Claude Code say that matters to a recording.</summary>
internal sealed class ClaudeCommandLine
{
    /// <summary>Commands that hold no conversation.</summary>
    private static readonly HashSet<string> Commands = new(StringComparer.Ordinal)
    {
        "agents", "auth", "auto-mode", "config", "doctor", "gateway", "install", "mcp", "migrate-installer", "plugin", "plugins", "project", "setup-token", "ultrareview", "update", "upgrade",
    };

    /// <summary>Where the value of the last <c>--settings</c> stands among the arguments, the one that Claude Code takes; -1 where there is none.</summary>
    public int SettingsIndex { get; private set; } = -1;

    /// <summary>True where that value is attached to the option by an equals sign.</summary>
    public bool SettingsAttached { get; private set; }

    /// <summary>True where <c>--settings</c> stands at the end, without a value.</summary>
    public bool SettingsValueMissing { get; private set; }

    /// <summary>The value of <c>--setting-sources</c>; null where all sources are read.</summary>
    public string? SettingSources { get; private set; }

    /// <summary>The option that switches hooks off (<c>--bare</c>, <c>--safe-mode</c>); null where none is given.</summary>
    public string? WithoutHooks { get; private set; }

    /// <summary>The option that hands the session to a service outliving the run; null where none is given.</summary>
    public string? Background { get; private set; }

    /// <summary>The command where one is given that holds no conversation; null otherwise.</summary>
    public string? Command { get; private set; }

    /// <summary>True where only a version or the help is asked for.</summary>
    public bool OnlyTells { get; private set; }

    /// <summary>Reads the arguments after the executable. What follows <c>--</c> is a prompt.</summary>
    public static ClaudeCommandLine Parse(IReadOnlyList<string> arguments)
    {
        ClaudeCommandLine line = new() { Command = arguments.Count > 0 && Commands.Contains(arguments[0]) ? arguments[0] : null };
        for (int i = 0; i < arguments.Count && arguments[i] != "--"; i++)
        {
            line.Take(arguments, ref i);
        }

        return line;
    }

    /// <summary>The value of <c>--settings</c>; null where there is none.</summary>
    public string? Settings(IReadOnlyList<string> arguments) =>
        SettingsIndex < 0 ? null : SettingsAttached ? arguments[SettingsIndex][(arguments[SettingsIndex].IndexOf('=', StringComparison.Ordinal) + 1)..] : arguments[SettingsIndex];

    private void Take(IReadOnlyList<string> arguments, ref int i)
    {
        string argument = arguments[i];
        int equals = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) : -1;
        switch (equals < 0 ? argument : argument[..equals])
        {
            case "--settings" when equals >= 0:
                (SettingsIndex, SettingsAttached) = (i, true);
                break;
            case "--settings":
                SettingsValueMissing = i + 1 >= arguments.Count || arguments[i + 1] == "--";
                (SettingsIndex, SettingsAttached) = SettingsValueMissing ? (SettingsIndex, SettingsAttached) : (++i, false);
                break;
            case "--setting-sources":
                SettingSources = equals >= 0 ? argument[(equals + 1)..] : i + 1 < arguments.Count ? arguments[++i] : null;
                break;
            case "--bare" or "--safe-mode":
                WithoutHooks = argument;
                break;
            case "--bg" or "--background":
                Background = argument;
                break;
            case "-v" or "--version" or "-h" or "--help":
                OnlyTells = true;
                break;
            default:
                break;
        }
    }
}
