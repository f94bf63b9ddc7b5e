// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NemoFlow.Agents.Codex;
using NemoFlow.Agents.Common;
using NemoFlow.Configuration.Toml;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

internal static class LaunchCases
{
    [RunsCase("L01")]
    public static void Overrides(CaseContext c)
    {
        IReadOnlyList<string> argv = Plan(c.Input.ItemsAt("argv").Select(a => a.GetString()!), c.In("url").GetString()!, "nemo-flow-hook").Command;
        foreach (string word in c.Expect.ItemsAt("argv_contains").Select(w => w.GetString()!))
        {
            c.True(argv.Contains(word), word);
        }

        foreach (string pattern in c.Expect.ItemsAt("argv_matches").Select(w => w.GetString()!))
        {
            c.True(argv.Any(a => Matches(a, pattern)), pattern + " matches none of: " + string.Join(' ', argv));
        }

        foreach (string word in c.Expect.ItemsAt("argv_lacks").Select(w => w.GetString()!))
        {
            c.Lacks(word, string.Join(' ', argv), "arguments");
        }
    }

    /// <summary>The golden value proves the formula; the plan's own hash is held against the formula, since its command ends in the agent's name.</summary>
    [RunsCase("L03")]
    public static void Trust(CaseContext c)
    {
        string canonical = c.In("canonical_json").GetString()!;
        c.Same(c.Out("trusted_hash").GetString(), Hash(canonical), "formula");

        string command = c.In("command").GetString()!;
        IReadOnlyList<string> argv = Plan(["codex"], "http://127.0.0.1:1234", command).Command;
        string state = argv.Single(a => a.StartsWith("hooks.state=", StringComparison.Ordinal))["hooks.state=".Length..];
        TomlTable trusted = (TomlTable)TomlValue.ParseInline(state);
        TomlTable entry = (TomlTable)trusted.TryGet(c.Out("state_key").GetString()!)!;
        string own = canonical.Replace(command, command + " codex", StringComparison.Ordinal);
        c.Same(Hash(own), (entry.TryGet("trusted_hash") as TomlScalar)?.Value as string, "hash in the plan");
        c.True(argv.Any(a => a.StartsWith("hooks.UserPromptSubmit=", StringComparison.Ordinal) && a.Contains($"\"{command} codex\"", StringComparison.Ordinal)
            && a.Contains("timeout", StringComparison.Ordinal) && a.Contains(c.In("timeout").GetRawText(), StringComparison.Ordinal)), "the hook is the one that is trusted");
    }

    [RunsCase("I09")]
    public static void Quoting(CaseContext c)
    {
        foreach ((JsonElement word, JsonElement quoted) in c.Input.ItemsAt("args").Zip(c.Expect.ItemsAt("quoted")))
        {
            c.Same(quoted.GetString(), ShellQuote.Posix(word.GetString()!), word.GetString()!);
        }
    }

    private static LaunchPlan Plan(IEnumerable<string> argv, string url, string hookCommand) => CodexLauncher.Plan(new LaunchInput
    {
        Command = [.. argv],
        GatewayUrl = url,
        HookCommand = hookCommand,
        Environment = _ => null,
    });

    private static string Hash(string json) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    /// <summary>The pieces between the dots stand in the word, in their order; spaces do not count.</summary>
    private static bool Matches(string word, string pattern)
    {
        string text = word.Replace(" ", "", StringComparison.Ordinal);
        int at = 0;
        foreach (string piece in pattern.Split("...").Select(p => p.Replace(" ", "", StringComparison.Ordinal)))
        {
            int found = text.IndexOf(piece, at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + piece.Length;
        }

        return true;
    }
}
