// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Standalone;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Rehearsal;

namespace NemoFlow.EndToEnd.Claude;

/// <summary>What the user chose stays, what cannot be recorded is said, and nothing is left behind.</summary>
public sealed class ClaudeLaunchTests
{
    [Theory]
    [InlineData("--bare", false)]
    [InlineData("disableAllHooks", true)]
    public async Task Run_HooksSwitchedOff_RecordsModelCallsAndSaysSo(string what, bool setting)
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("one-tool");
        if (setting)
        {
            run.UserSettings(new JsonObject { [what] = true });
        }

        ProgramResult result = await run.RunAsync([.. setting ? [] : (string[])[what], "--allowedTools", "Bash", "-p", "Run one command."]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"hooks are switched off by {what}", result.Error, StringComparison.Ordinal);
        Assert.Contains("only model calls are recorded", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("incomplete:", result.Error, StringComparison.Ordinal);
        Assert.Empty(run.Sandbox.Fired.Payloads());
        Recording recording = Recording.Single(run.Sandbox);
        Assert.Empty(recording.Hooks);
        Assert.Equal(run.Requests.Count, recording.Requests.Count());
        Assert.Equal("claude-code", recording.Session.Agent);
    }

    [Fact]
    public async Task Run_HttpHooksForbidden_FallsBackToACommand()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("plain-text");
        run.UserSettings(new JsonObject { ["allowedHttpHookUrls"] = new JsonArray("https://hooks.example/*") });

        ProgramResult result = await run.RunAsync("-p", "Say hello.");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("allowedHttpHookUrls", result.Error, StringComparison.Ordinal);
        HookOracle.Check(run.Sandbox, Recording.Single(run.Sandbox));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_ProviderOfTheUsers_StaysTheProviderWithItsHeaders(bool inSettings)
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("plain-text");
        string own = run.Provider.BaseAddress.OriginalString.TrimEnd('/');
        run.Sandbox.Environment["NEMO_FLOW_ANTHROPIC_BASE_URL"] = "http://127.0.0.1:9";
        run.Sandbox.Environment["ANTHROPIC_CUSTOM_HEADERS"] = "x-team: blue";
        if (inSettings)
        {
            run.UserSettings(new JsonObject { ["env"] = new JsonObject { ["ANTHROPIC_BASE_URL"] = own } });
        }
        else
        {
            run.Sandbox.Environment["ANTHROPIC_BASE_URL"] = own;
        }

        ProgramResult result = await run.RunAsync("-p", "Say hello.");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"ANTHROPIC_BASE_URL is kept: requests go through the gateway to {own}", result.Error, StringComparison.Ordinal);
        ProviderRequestLog request = Assert.Single(run.Requests);
        Assert.Equal("blue", request.Headers.Single(h => h.Key.Equals("x-team", StringComparison.OrdinalIgnoreCase)).Value);
        Assert.DoesNotContain(request.Headers, h => h.Key.StartsWith("x-nemo-flow", StringComparison.OrdinalIgnoreCase));
        Assert.Single(Recording.Single(run.Sandbox).Requests);
    }

    [Theory]
    [InlineData("CLAUDE_CODE_OAUTH_TOKEN", "sk-ant-oat01-of-the-user")]
    [InlineData("ANTHROPIC_AUTH_TOKEN", "token-of-the-user")]
    public async Task Run_LoginOfTheUser_IsPassedOnAndNeverReplacedByAKey(string variable, string token)
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("plain-text");
        run.Sandbox.Environment.Remove("ANTHROPIC_API_KEY");
        run.Sandbox.Environment[variable] = token;

        ProgramResult result = await run.RunAsync("-p", "Say hello.");

        Assert.Equal(0, result.ExitCode);
        ProviderRequestLog request = Assert.Single(run.Requests);
        Assert.Equal("Bearer " + token, request.Headers.Single(h => h.Key.Equals("authorization", StringComparison.OrdinalIgnoreCase)).Value);
        Assert.DoesNotContain(request.Headers, h => h.Key.Equals("x-api-key", StringComparison.OrdinalIgnoreCase));
        TraceOracle.CheckFiles(run.Sandbox, token);
    }

    [Fact]
    public async Task Run_SettingsOfTheUser_CountAndNeitherShowNorStay()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("one-tool");
        string seen = Path.Combine(run.Sandbox.Root, "seen");
        const string Secret = "secret-0123456789";
        JsonObject given = new()
        {
            ["env"] = new JsonObject { ["E2E_SECRET"] = Secret },
            ["hooks"] = new JsonObject
            {
                ["PreToolUse"] = new JsonArray(new JsonObject
                {
                    ["hooks"] = new JsonArray(new JsonObject { ["type"] = "command", ["command"] = $"printf '%s\\n' \"$E2E_SECRET\" >'{seen}'; tr '\\0' ' ' </proc/$PPID/cmdline >>'{seen}'" }),
                }),
            },
        };
        string file = Path.Combine(run.Sandbox.Root, "given.json");
        File.WriteAllText(file, given.ToJsonString());
        byte[] before = File.ReadAllBytes(file);

        ProgramResult result = await run.RunAsync("--settings", file, "-p", "Run one command.");

        Assert.Equal(0, result.ExitCode);
        string[] lines = File.ReadAllLines(seen);
        Assert.Equal(Secret, lines[0]);
        Assert.Contains("--settings", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, lines[1], StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(file));
        HookOracle.Check(run.Sandbox, Recording.Single(run.Sandbox));
        TraceOracle.CheckFiles(run.Sandbox, Secret);
        Assert.Empty(Directory.EnumerateFiles(run.Sandbox.State, "claude-settings.json", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(run.Sandbox.Environment["TMPDIR"], "claude-settings*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Run_ByTheGeneralCommand_IsTheSame()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("plain-text");

        ProgramResult result = await run.NemoFlowAsync("run", "--", "claude", "-p", "Say hello.");

        Assert.Equal(0, result.ExitCode);
        HookOracle.Check(run.Sandbox, Recording.Single(run.Sandbox));
    }

    [Fact]
    public async Task DryRun_StartsNothingAndMasksSecrets()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("plain-text");
        run.Sandbox.Environment["ANTHROPIC_CUSTOM_HEADERS"] = "x-secret: header-0123456789";
        run.Sandbox.Environment["NEMO_FLOW_GATEWAY_TOKEN"] = "token-0123456789";
        run.Sandbox.Environment["CLAUDE_CODE_USE_VERTEX"] = "1";

        ProgramResult result = await run.NemoFlowAsync("claude-code", "--dry-run", "--print", "--", "--settings", """{"env":{"PRIVATE":"inline-0123456789"}}""", "-p", "hi");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("agent = claude-code", result.Output, StringComparison.Ordinal);
        Assert.Contains("/hooks/claude-code", result.Output, StringComparison.Ordinal);
        Assert.Contains("note = model traffic goes to Google Vertex AI", result.Output, StringComparison.Ordinal);
        Assert.All([run.Sandbox.Key, "header-0123456789", "token-0123456789", "inline-0123456789"], s => Assert.DoesNotContain(s, result.Output, StringComparison.Ordinal));
        Assert.Empty(run.Provider.Requests);
        Assert.Empty(Directory.EnumerateFileSystemEntries(run.Sandbox.State));
        Assert.Empty(Directory.EnumerateFileSystemEntries(run.Sandbox.Work));
        Assert.Empty(run.Sandbox.Fired.Payloads());
    }

    [Theory]
    [InlineData(2, "outlives this run", "claude", "--", "--bg", "hi")]
    [InlineData(2, "failed to read", "claude", "--", "--settings", "nowhere.json")]
    [InlineData(1, "npm install -g @anthropic-ai/claude-code", "claude", "--", "-p", "hi")]
    public async Task Run_WhatCannotBe_IsRefusedInOneLine(int exitCode, string says, params string[] arguments)
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("plain-text");
        if (exitCode == 1)
        {
            run.Sandbox.Environment["PATH"] = run.Sandbox.Folder("empty") + ":/usr/bin:/bin";
        }

        ProgramResult result = await run.NemoFlowAsync(arguments);

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.Contains(says, Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(Recording.All(run.Sandbox));
        Assert.Empty(run.Sandbox.Processes());
    }

    [Fact]
    public async Task Run_HooksInstalledToo_AreRecordedOnce()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync("plain-text");
        await using StandaloneGateway standing = await StandaloneGateway.StartAsync(run.Sandbox);
        string gateway = standing.Url.OriginalString.TrimEnd('/');
        run.UserSettings(new JsonObject { ["env"] = new JsonObject { ["ANTHROPIC_BASE_URL"] = gateway } });
        JsonObject settings = JsonNode.Parse(File.ReadAllText(run.SettingsPath))!.AsObject();
        foreach ((_, JsonNode? groups) in settings["hooks"]!.AsObject())
        {
            groups!.AsArray().Add(JsonNode.Parse($$$"""{"hooks":[{"type":"http","url":"{{{gateway}}}/hooks/claude-code","headers":{"x-nemo-flow-run":"$NEMO_FLOW_RUN"},"allowedEnvVars":["NEMO_FLOW_RUN"]}]}"""));
        }

        File.WriteAllText(run.SettingsPath, settings.ToJsonString());

        ProgramResult result = await run.RunAsync("-p", "Say hello.");

        Assert.Equal(0, result.ExitCode);
        await standing.StopAsync("TERM");
        Recording recording = Recording.Single(run.Sandbox);
        HookOracle.Check(run.Sandbox, recording);
        Assert.Single(recording.Requests);
        Assert.Single(recording.Events.Select(e => e.Gateway).Distinct());
    }
}
