// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;
using NemoFlow.Agents.Hermes;
using NemoFlow.Tests;

namespace NemoFlow.Agents.Tests.Hermes;

public sealed class HermesLauncherTests
{
    private static readonly string Integration = Path.Combine(RepositoryPaths.Root, "integrations", "hermes", "config.yaml");

    [Fact]
    public void ConfigurationFile_AgainstTheCatalog_IsTheSame()
    {
        string events = string.Concat(HermesHookEvents.All.Select(e => $"  {e}:\n    - command: nemo-flow-hook hermes --installed\n      timeout: {HermesHookEvents.TimeoutSeconds}\n"));

        Assert.EndsWith("\nhooks:\n" + events, File.ReadAllText(Integration).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_HooksAreInstalled_ReliesOnThem()
    {
        LaunchPlan plan = Plan(File.ReadAllText(Integration));

        Assert.Equal((true, false, false), (plan.CapturesHooks, plan.CapturesModels, plan.BringsHooks));
        Assert.Null(plan.HookFile);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("model: qwen\n")]
    [InlineData("#    - command: nemo-flow-hook hermes\n")]
    public void Plan_HooksAreMissing_SaysWhatToDo(string? configuration)
    {
        LaunchPlan plan = Plan(configuration);

        Assert.False(plan.CapturesHooks);
        Assert.Contains("nemo-flow install hermes", plan.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_AnyEnvironment_NeverGivesConsent()
    {
        foreach (string? address in (string?[])[null, "http://localhost:11434/v1", "https://host/api"])
        {
            Assert.DoesNotContain(Plan("hooks: {}", address).Environment.Keys, k => k.StartsWith("HERMES_", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("http://localhost:11434/v1", "http://127.0.0.1:1234/v1")]
    [InlineData("https://host/compat/v1/", "http://127.0.0.1:1234/v1")]
    [InlineData("https://host/api", null)]
    [InlineData("nonsense", null)]
    [InlineData(null, null)]
    public void Plan_CustomEndpoint_IsForwardedTo(string? address, string? expected)
    {
        LaunchPlan plan = Plan("hooks: {}", address);

        Assert.Equal(expected, plan.Environment.GetValueOrDefault("OPENAI_BASE_URL"));
        Assert.Equal(expected is null ? null : new Uri(address!), plan.OpenAIUpstream);
    }

    private static LaunchPlan Plan(string? configuration, string? address = null) => HermesLauncher.Plan(new LaunchInput
    {
        Command = ["hermes"],
        GatewayUrl = "http://127.0.0.1:1234",
        HookCommand = "hook",
        ReadFile = path => path == Path.Combine("/home/me", ".hermes", "config.yaml") ? configuration : null,
        Environment = name => name switch { "HOME" or "USERPROFILE" => "/home/me", "OPENAI_BASE_URL" => address, _ => null },
    });
}
