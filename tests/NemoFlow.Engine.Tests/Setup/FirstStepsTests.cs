// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Install;
using NemoFlow.Engine.Setup;
using NemoFlow.Engine.Tests.Install;

namespace NemoFlow.Engine.Tests.Setup;

/// <summary>The next command for each place where a user can stand.</summary>
public sealed class FirstStepsTests
{
    private static readonly FirstSteps Fresh = new([], [], 0);

    private static readonly Dictionary<string, (FirstSteps Steps, string Command, string Why)> Places = new(StringComparer.Ordinal)
    {
        ["fresh machine"] = (Fresh, "nemo-flow demo", "without an agent"),
        ["agent on the path"] = (new FirstSteps(["claude-code"], [], 0) { Wrapper = "nemo-flow claude" }, "nemo-flow claude", "record the session"),
        ["agent elsewhere"] = (new FirstSteps(["codex"], [], 0) { Wrapper = "nemo-flow run --agent codex -- '/a b/codex'" }, "nemo-flow run --agent codex -- '/a b/codex'", "record the session"),
        ["wrapper used, no hooks"] = (new FirstSteps(["codex"], [], 3) { Wrapper = "nemo-flow codex" }, "nemo-flow install codex", "without the wrapper"),
        ["sessions, no agent any more"] = (Fresh with { Sessions = 2 }, "nemo-flow sessions last", "latest"),
        ["Codex's hooks not trusted"] = (Installed("codex") with { Unapproved = ["codex"], Silent = Silent("codex", "not approved") }, "nemo-flow install codex --trust", "approved"),
        ["Hermes's hooks not approved"] = (Installed("hermes") with { Unapproved = ["hermes"], Silent = Silent("hermes", "not approved") }, "hermes", "approved"),
        ["hooks switched off"] = (Installed("claude-code") with { Silent = Silent("claude-code", "all hooks are switched off") }, "nemo-flow doctor claude-code", "switched off"),
        ["hooks installed, nothing recorded"] = (Installed("codex"), "nemo-flow doctor --live codex", "without an account"),
        ["hooks of an agent that cannot be tried"] = (Installed("cursor"), "cursor-agent", "its next session is"),
        ["exporter late, no gateway"] = (Installed("codex") with { Sessions = 1, Late = ("http://b", 1) }, "nemo-flow gateway start", "1 session waits for http://b"),
        ["exporter late, gateway runs"] = (Installed("codex") with { Sessions = 4, Late = ("http://b", 2), GatewayUrl = "http://127.0.0.1:4040" }, "nemo-flow doctor", "2 sessions wait for http://b"),
        ["configuration broken"] = (Installed("codex") with { ConfigurationProblem = "config.toml:1:1" }, "nemo-flow doctor", "config.toml:1:1"),
        ["all is well"] = (Installed("codex") with { Sessions = 4 }, "nemo-flow sessions last", "latest"),
    };

    public static TheoryData<string> Names => [.. Places.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Next_WhereverAUserStands_IsOneCommandAndItsReason(string name)
    {
        (FirstSteps steps, string command, string why) = Places[name];

        Assert.Equal(command, steps.Next.Command);
        Assert.Contains(why, steps.Next.Why, StringComparison.Ordinal);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Read_InstalledHooks_TellsWhetherTheyFire()
    {
        using InstallFixture fixture = new();
        await fixture.InstallAsync(fixture.Options(trust: false));
        InstallOptions options = fixture.Options();

        FirstSteps untrusted = FirstSteps.Read(options);
        InstallFixture.Write(fixture.Configuration, "[features]\nhooks = false\n");
        FirstSteps off = FirstSteps.Read(options);

        Assert.Equal(["codex"], untrusted.Installed);
        Assert.Equal(["codex"], untrusted.Unapproved);
        Assert.Contains("hooks = false", off.Silent["codex"], StringComparison.Ordinal);
        Assert.Empty(off.Unapproved);
    }

    private static FirstSteps Installed(string agent) => new([agent], [agent], 0) { Wrapper = "nemo-flow x" };

    private static Dictionary<string, string> Silent(string agent, string why) => new() { [agent] = why };
}
