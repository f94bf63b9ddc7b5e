// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.SpecCases.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

internal static class HookForwardCases
{
    [RunsCase("G01")]
    public static async Task NoUrlAsync(CaseContext c)
    {
        foreach ((int i, JsonElement run) in c.Input.ItemsAt("runs").Index())
        {
            using CliProcess cli = new();
            (int exit, string output, string error) = await cli.RunAsync(run.ItemsAt("argv").Select(a => a.GetString()!), run.GetProperty("stdin").GetString()!);
            Exit(c, c.Out("exit")[i], exit);
            c.Contains(c.Out("stderr_contains").GetString()!.Replace("sidecar", "gateway", StringComparison.Ordinal), error, "error");
            c.Same(exit == 0 ? "{}" : "", output, "reply");
        }
    }

    [RunsCase("G03")]
    public static async Task FailuresAsync(CaseContext c)
    {
        foreach ((int i, JsonElement run) in c.Input.ItemsAt("runs").Index())
        {
            string server = run.TextAt("server")!;
            foreach (string[] flags in (string[][])[[run.TextAt("flag")!], []])
            {
                using ScriptedUpstream upstream = new();
                upstream.NextJson("{}", 503);
                string url = server.StartsWith("http", StringComparison.Ordinal) ? server : upstream.Url.OriginalString;
                using CliProcess cli = new();
                (int exit, _, string error) = await cli.RunAsync(["hook-forward", run.TextAt("agent")!, "--gateway-url", url, .. flags], "{}");
                c.True(flags.Length == 0 ? exit == 0 : exit != 0, $"exit {exit} with {flags.Length} flags");
                c.Contains(c.Out("stderr_contains")[i].GetString()!, error, "error");
            }
        }

        c.Same("exit 0", c.Out("without_flag").GetString(), "expectation");
    }

    [RunsCase("G04")]
    public static async Task RejectionAsync(CaseContext c)
    {
        using ScriptedUpstream upstream = new();
        upstream.NextJson(c.In("server.json").GetRawText(), (int)c.In("server").LongAt("status")!.Value);
        using CliProcess cli = new();
        (int exit, string output, _) = await cli.RunAsync(["hook-forward", "codex", "--gateway-url", upstream.Url.OriginalString, .. c.Input.ItemsAt("flags").Select(f => f.GetString()!)], "{}");
        c.Same((int)c.Out("exit").GetInt64(), exit, "exit");
        c.Same("", output, "reply");
    }

    [RunsCase("I10")]
    public static async Task ControlCharactersAsync(CaseContext c)
    {
        using ScriptedUpstream upstream = new();
        using CliProcess cli = new();
        (int exit, _, string error) = await cli.RunAsync(["hook-forward", "codex", "--gateway-url", upstream.Url.OriginalString, "--profile", c.In("profile").GetString()!], "{}");
        c.Same(c.Out("error").GetBoolean(), exit != 0 && upstream.Calls.IsEmpty, "refused: " + error);
    }

    private static void Exit(CaseContext c, JsonElement expected, int actual)
    {
        if (expected.ValueKind == JsonValueKind.Number)
        {
            c.Same(expected.GetInt32(), actual, "exit");
        }
        else
        {
            c.True(expected.GetString() == "nonzero" && actual != 0, "exit is not 0");
        }
    }
}
