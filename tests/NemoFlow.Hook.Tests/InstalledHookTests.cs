// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hook.Tests;

/// <summary>A hook that is part of an agent's configuration.</summary>
public sealed class InstalledHookTests : IDisposable
{
    private readonly HookFixture _hook = new();

    private string State => Path.Combine(_hook.Home, "state");

    [Fact]
    public void Run_InsideARun_AnswersNeutrallyAndSendsNothing()
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("200 OK", "{\"from\":\"gateway\"}"));
        _hook.Environment["NEMO_FLOW_GATEWAY_URL"] = server.Url;
        _hook.Environment["NEMO_FLOW_RUN"] = "r";
        _hook.Environment["NEMO_FLOW_RUN_AGENT"] = "codex";

        int exit = _hook.Run("codex", "--installed");

        Assert.Equal((0, "{}", ""), (exit, _hook.Output, _hook.Error));
        Assert.False(Directory.Exists(_hook.SpoolFolder));
    }

    [Fact]
    public void Run_InsideARunOfAnotherAgent_ReportsForItself()
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("200 OK", "{\"from\":\"gateway\"}"));
        _hook.Environment["NEMO_FLOW_GATEWAY_URL"] = server.Url;
        _hook.Environment["NEMO_FLOW_RUN"] = "r";
        _hook.Environment["NEMO_FLOW_RUN_AGENT"] = "codex";

        _hook.Run("claude-code", "--installed");

        Assert.Equal("{\"from\":\"gateway\"}", _hook.Output);
    }

    [Fact]
    public void Run_GatewayThatSaysWhereItIs_IsFound()
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("200 OK", "{\"from\":\"gateway\"}"));
        Directory.CreateDirectory(State);
        File.WriteAllText(Path.Combine(State, "gateway.url"), server.Url + "\n");

        int exit = _hook.Run("codex", "--installed");

        Assert.Equal((0, "{\"from\":\"gateway\"}", ""), (exit, _hook.Output, _hook.Error));
        Assert.Empty(_hook.Started);
    }

    [Fact]
    public void Run_NoGateway_StartsTheProgramOnceAndSpools()
    {
        Prepare();

        _hook.Run("codex", "--installed");
        _hook.SetInput("{}");
        _hook.Run("codex", "--installed");

        Assert.Equal(["/opt/nemo-flow", "gateway", "run"], Assert.Single(_hook.Started));
        Assert.Equal("{}{}", _hook.Output);
        Assert.Equal(2, _hook.Spooled.Count);
    }

    [Theory]
    [InlineData("NEMO_FLOW_AUTOSTART", "0")]
    [InlineData("NEMO_FLOW_GATEWAY_URL", "http://127.0.0.1:9")]
    public void Run_ToldOtherwise_StartsNothing(string variable, string value)
    {
        Prepare();
        _hook.Environment[variable] = value;

        _hook.Run("codex", "--installed");

        Assert.Empty(_hook.Started);
        Assert.Single(_hook.Spooled);
    }

    [Fact]
    public void Run_AnotherGatewayIsNamedAndTheAgentPostsToThisOne_SendsThereAndStartsThisOne()
    {
        Prepare();
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("200 OK", "{\"from\":\"named\"}"));
        _hook.Environment["NEMO_FLOW_GATEWAY_URL"] = server.Url;

        int exit = _hook.Run("codex", "--installed", "--posts-to=" + HookFixture.DeadUrl());

        Assert.Equal((0, "{\"from\":\"named\"}"), (exit, _hook.Output));
        Assert.Equal(["/opt/nemo-flow", "gateway", "run"], Assert.Single(_hook.Started));
        Assert.Empty(_hook.Spooled);
    }

    [Fact]
    public void Run_TheNamedGatewayIsGoneAndTheAgentPostsToThisOne_StartsThisOneAndSpools()
    {
        Prepare();
        _hook.Environment["NEMO_FLOW_GATEWAY_URL"] = HookFixture.DeadUrl();

        _hook.Run("codex", "--installed", "--posts-to", HookFixture.DeadUrl());

        Assert.Single(_hook.Started);
        Assert.Single(_hook.Spooled);
    }

    [Theory]
    [InlineData("listening", null)]
    [InlineData("dead", "NEMO_FLOW_AUTOSTART")]
    [InlineData("dead", "NEMO_FLOW_RUN")]
    [InlineData("elsewhere", null)]
    [InlineData("malformed", null)]
    public void Run_TheAgentPostsAndNothingIsToBeStarted_StartsNothing(string posted, string? variable)
    {
        Prepare();
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("200 OK", "{}"));
        using LoopbackServer listening = LoopbackServer.Replying(LoopbackServer.Response("200 OK", "{}"));
        _hook.Environment["NEMO_FLOW_GATEWAY_URL"] = server.Url;
        if (variable is not null)
        {
            _hook.Environment[variable] = "0";
        }

        string url = posted switch { "listening" => listening.Url, "dead" => HookFixture.DeadUrl(), "elsewhere" => "http://example.com:4040", _ => "4040" };
        int exit = _hook.Run("codex", "--installed", "--posts-to=" + url);

        Assert.Equal((0, "{}", ""), (exit, _hook.Output, _hook.Error));
        Assert.Empty(_hook.Started);
    }

    [Fact]
    public void Run_StateFolderOnTheCommandLine_IsUsed()
    {
        string other = Path.Combine(_hook.Home, "other");
        _hook.Environment["NEMO_FLOW_AUTOSTART"] = "0";
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "gateway.url"), HookFixture.DeadUrl());

        _hook.Run("codex", "--installed", "--state-dir=" + other);

        Assert.Single(Directory.EnumerateFiles(Path.Combine(other, "spool")));
    }

    public void Dispose() => _hook.Dispose();

    private void Prepare()
    {
        Directory.CreateDirectory(Path.Combine(State, "bin"));
        File.WriteAllText(Path.Combine(State, "bin", "nemo-flow.command"), "/opt/nemo-flow\n");
        File.WriteAllText(Path.Combine(State, "gateway.url"), HookFixture.DeadUrl());
    }
}
