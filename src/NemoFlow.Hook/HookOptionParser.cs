// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;

namespace NemoFlow.Hook;

/// <summary>Reads the command line <c>&lt;agent&gt; [--option value | --option=value | --switch]...</c>.</summary>
internal static class HookOptionParser
{
    /// <summary>The options and the headers they become.</summary>
    private static readonly (string Option, string Header)[] HeaderOptions =
    [
        ("--profile", HookWire.ProfileHeader),
        ("--session-metadata", HookWire.SessionMetadataHeader),
        ("--plugin-config", HookWire.PluginConfigHeader),
        ("--gateway-mode", HookWire.GatewayModeHeader),
        ("--atif-dir", HookWire.AtifFolderHeader),
        ("--openinference-endpoint", HookWire.OpenInferenceEndpointHeader),
    ];

    /// <exception cref="HookUsageException">An argument is unknown, missing or not usable.</exception>
    public static HookOptions Parse(ReadOnlySpan<string> args, HookHost host)
    {
        string? agent = null;
        string? url = null;
        string? state = null;
        string? payload = null;
        string? postsTo = null;
        bool installed = false;
        bool? failClosed = null;
        bool spool = true;
        bool inRun = false;
        List<KeyValuePair<string, string>> headers = [];

        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i];
            string? value = null;
            if (name.StartsWith("--", StringComparison.Ordinal) && name.IndexOf('=', StringComparison.Ordinal) is > 0 and int equals)
            {
                value = name[(equals + 1)..];
                name = name[..equals];
            }

            if (name is "--installed")
            {
                RefuseValue(name, value);
                installed = true;
            }
            else if (name is "--in-run")
            {
                RefuseValue(name, value);
                inRun = true;
            }
            else if (name is "--state-dir")
            {
                state = value ?? Next(args, ref i);
            }
            else if (name is "--posts-to")
            {
                postsTo = value ?? Next(args, ref i);
            }
            else if (name is "--fail-closed" or "--fail-open" or "--no-spool")
            {
                RefuseValue(name, value);
                spool &= name is not "--no-spool";
                failClosed = name is "--no-spool" ? failClosed : name is "--fail-closed";
            }
            else if (name is "--notify")
            {
                payload = value ?? Next(args, ref i);
            }
            else if (name is "--gateway-url")
            {
                url = value ?? Next(args, ref i);
            }
            else if (HeaderOf(name) is { } header)
            {
                value ??= Next(args, ref i);
                CheckHeader(name, header, value);
                headers.RemoveAll(known => known.Key == header);
                headers.Add(new(header, value));
            }
            else if (name.StartsWith('-') || agent is not null)
            {
                throw new HookUsageException($"unknown argument {name}");
            }
            else
            {
                agent = name;
            }
        }

        return new HookOptions
        {
            Agent = CheckAgent(agent),
            GatewayUrl = url ?? host.VariableOrNull(HookVariables.GatewayUrl),
            FailClosed = failClosed ?? HookVariables.IsOn(host.Variable(HookVariables.FailClosed)),
            Spool = spool,
            OnlyInRun = inRun,
            Installed = installed,
            StateFolder = state,
            PostsTo = postsTo,
            Payload = payload,
            Headers = AddRun(headers, host),
            Token = CheckedVariable(host, HookVariables.Token),
        };
    }

    private static string? HeaderOf(string option)
    {
        foreach ((string known, string header) in HeaderOptions)
        {
            if (known == option)
            {
                return header;
            }
        }

        return null;
    }

    private static string CheckAgent(string? agent) => agent is null
        ? throw new HookUsageException("missing agent: codex, claude-code, cursor or hermes")
        : HookWire.NeutralReply(agent) is not null
            ? agent
            : throw new HookUsageException($"unknown agent {agent}: use codex, claude-code, cursor or hermes");

    /// <summary>A value that looks like an option is one, whose own value was forgotten; with <c>=</c> any value can be given.</summary>
    private static string Next(ReadOnlySpan<string> args, ref int index) =>
        index + 1 < args.Length && !args[index + 1].StartsWith("--", StringComparison.Ordinal)
        ? args[++index]
        : throw new HookUsageException($"{args[index]} needs a value");

    private static void RefuseValue(string name, string? value)
    {
        if (value is not null)
        {
            throw new HookUsageException($"{name} takes no value");
        }
    }

    private static void CheckHeader(string option, string header, string value)
    {
        RefuseControlCharacters(option, value);
        if (header is HookWire.SessionMetadataHeader or HookWire.PluginConfigHeader && !JsonText.IsValid(value))
        {
            throw new HookUsageException($"{option} is not valid JSON");
        }

        if (header is HookWire.GatewayModeHeader && value is not ("hook-only" or "passthrough" or "required"))
        {
            throw new HookUsageException($"{option} must be hook-only, passthrough or required");
        }
    }

    private static List<KeyValuePair<string, string>> AddRun(List<KeyValuePair<string, string>> headers, HookHost host)
    {
        if (CheckedVariable(host, HookVariables.Run) is { } run)
        {
            headers.Add(new(HookWire.RunHeader, run));
        }

        return headers;
    }

    private static string? CheckedVariable(HookHost host, string name)
    {
        string? value = host.VariableOrNull(name);
        if (value is not null)
        {
            RefuseControlCharacters(name, value);
        }

        return value;
    }

    /// <summary>A line break in a header value would let it forge another header. The value is not repeated: it may be a secret.</summary>
    private static void RefuseControlCharacters(string name, string value)
    {
        foreach (char c in value)
        {
            if (char.IsControl(c))
            {
                throw new HookUsageException($"{name} contains a control character");
            }
        }
    }
}
