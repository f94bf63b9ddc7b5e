// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hook.Tests;

public sealed class HookOptionParserTests : IDisposable
{
    private readonly HookFixture _hook = new();

    public void Dispose() => _hook.Dispose();

    [Theory]
    [InlineData("missing agent")]
    [InlineData("missing agent", "--fail-closed")]
    [InlineData("unknown agent emacs", "emacs")]
    [InlineData("unknown argument second", "codex", "second")]
    [InlineData("unknown argument --verbose", "codex", "--verbose=1")]
    [InlineData("unknown argument -h", "-h")]
    [InlineData("--profile needs a value", "codex", "--profile")]
    [InlineData("--profile needs a value", "codex", "--profile", "--fail-closed")]
    [InlineData("--no-spool takes no value", "codex", "--no-spool=1")]
    [InlineData("--profile contains a control character", "codex", "--profile", "bad\nvalue")]
    [InlineData("--profile contains a control character", "codex", "--profile", "bad\u0085value")]
    [InlineData("--atif-dir contains a control character", "codex", "--atif-dir", "bad\tvalue")]
    [InlineData("--session-metadata is not valid JSON", "codex", "--session-metadata", "{\"team\":")]
    [InlineData("--session-metadata is not valid JSON", "codex", "--session-metadata", "")]
    [InlineData("--plugin-config is not valid JSON", "codex", "--plugin-config", "{} {}")]
    [InlineData("--gateway-mode must be hook-only, passthrough or required", "codex", "--gateway-mode", "none")]
    public void Run_BadCommandLine_ExitsOneWithOneLine(string reason, params string[] args)
    {
        int exit = _hook.Run(args);

        Assert.Equal(1, exit);
        Assert.Empty(_hook.Output);
        Assert.StartsWith($"nemo-flow-hook: hook forward failed: {reason}", _hook.Error, StringComparison.Ordinal);
        Assert.Equal(_hook.Error.Length - 1, _hook.Error.IndexOf('\n', StringComparison.Ordinal));
        Assert.False(Directory.Exists(_hook.SpoolFolder));
    }

    [Theory]
    [InlineData("NEMO_FLOW_GATEWAY_TOKEN")]
    [InlineData("NEMO_FLOW_RUN")]
    public void Run_ControlCharacterInVariable_IsRefusedWithoutRepeatingIt(string name)
    {
        _hook.Environment[name] = "secret\r\nx-forged: 1";

        Assert.Equal(1, _hook.Run("codex"));
        Assert.Contains($"{name} contains a control character", _hook.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", _hook.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_UrlOptionAndVariable_OptionWins()
    {
        _hook.Environment["NEMO_FLOW_GATEWAY_URL"] = "http://127.0.0.1:1";

        Assert.Equal("http://127.0.0.1:2", HookOptionParser.Parse(["codex", "--gateway-url=http://127.0.0.1:2"], _hook.Host()).GatewayUrl);
        Assert.Equal("http://127.0.0.1:1", HookOptionParser.Parse(["codex"], _hook.Host()).GatewayUrl);
    }

    [Fact]
    public void Parse_EmptyVariables_CountAsMissing()
    {
        _hook.Environment["NEMO_FLOW_GATEWAY_URL"] = "";
        _hook.Environment["NEMO_FLOW_GATEWAY_TOKEN"] = "";
        _hook.Environment["NEMO_FLOW_RUN"] = "";

        HookOptions options = HookOptionParser.Parse(["codex"], _hook.Host());

        Assert.Null(options.GatewayUrl);
        Assert.Null(options.Token);
        Assert.Empty(options.Headers);
    }
}
