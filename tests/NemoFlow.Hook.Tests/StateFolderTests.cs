// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hook.Tests;

public sealed class StateFolderTests : IDisposable
{
    private readonly HookFixture _hook = new();

    public StateFolderTests() => _hook.Environment.Clear();

    public void Dispose() => _hook.Dispose();

    [Theory]
    [InlineData("/state", "/xdg", "/home/me", "/state")]
    [InlineData("", "/xdg", "/home/me", "/xdg/nemo-flow")]
    [InlineData(null, "relative", "/home/me", "/home/me/.local/state/nemo-flow")]
    [InlineData(null, null, "/home/me", "/home/me/.local/state/nemo-flow")]
    [InlineData(null, null, null, null)]
    public void Find_Unix_FollowsTheVariablesInOrder(string? state, string? xdg, string? home, string? expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no XDG folders.");
        _hook.Environment["NEMO_FLOW_STATE_DIR"] = state;
        _hook.Environment["XDG_STATE_HOME"] = xdg;
        _hook.Environment["HOME"] = home;

        Assert.Equal(expected, StateFolder.Find(_hook.Host()));
    }

    [Fact]
    public void Find_Windows_IsInLocalApplicationData()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Only Windows has this folder.");
        _hook.Environment["LOCALAPPDATA"] = @"C:\Users\me\AppData\Local";

        Assert.Equal(@"C:\Users\me\AppData\Local\nemo-flow", StateFolder.Find(_hook.Host()));
    }
}
