// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents.ClaudeCode;
using NemoFlow.Agents.Common;

namespace NemoFlow.Agents.Tests.ClaudeCode;

/// <summary>A run to plan: arguments, and a machine with files and variables.</summary>
internal sealed class ClaudeRun(params string[] command)
{
    public const string Gateway = "http://127.0.0.1:1234";

    public const string Private = "/state/runs/r1";

    public Dictionary<string, string> Files { get; } = [];

    public Dictionary<string, string> Environment { get; } = new() { ["HOME"] = "/home/user" };

    public Version? Version { get; init; } = new(2, 1, 197);

    public LaunchPlan Plan() => ClaudeLauncher.Plan(new LaunchInput
    {
        Command = command,
        GatewayUrl = Gateway,
        HookCommand = "unused",
        HookClient = ["/opt/nemo flow/nemo-flow-hook"],
        AgentVersion = Version,
        Environment = Environment.GetValueOrDefault,
        WorkingDirectory = "/project",
        ReadFile = Files.GetValueOrDefault,
        ListFiles = folder => [.. Files.Keys.Where(f => Path.GetDirectoryName(f) == folder)],
        PrivateFolder = Private,
        GatewayToken = "token",
        AnthropicBaseUrl = new Uri("https://api.anthropic.com"),
        IsOwnGateway = url => url.Port == 4040,
    });

    /// <summary>The settings that Claude Code is given.</summary>
    public static JsonElement Settings(LaunchPlan plan)
    {
        Assert.Null(plan.Problem);
        int option = plan.Command.ToList().FindLastIndex(w => w == "--settings" || w.StartsWith("--settings=", StringComparison.Ordinal));
        string value = plan.Command[option] == "--settings" ? plan.Command[option + 1] : plan.Command[option]["--settings=".Length..];
        return JsonElement.Parse(plan.PrivateFiles.GetValueOrDefault(value, value));
    }
}
