// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Storage.Files;

namespace NemoFlow.Storage.Tests.Files;

public sealed class StateFolderTests
{
    [Theory]
    [InlineData("/named", "/xdg", "/home/u", "/named")]
    [InlineData("", "/xdg", "/home/u", "/xdg/nemo-flow")]
    [InlineData(null, "relative", "/home/u", "/home/u/.local/state/nemo-flow")]
    [InlineData(null, null, "/home/u", "/home/u/.local/state/nemo-flow")]
    public void FromEnvironment_FollowsTheVariablesInTheirOrder(string? named, string? xdg, string home, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such variables.");
        StateFolder folder = StateFolder.FromEnvironment(name => name switch
        {
            "NEMO_FLOW_STATE_DIR" => named,
            "XDG_STATE_HOME" => xdg,
            "HOME" => home,
            _ => null,
        });

        Assert.Equal(expected, folder.Root);
        Assert.Equal(Path.Combine(expected, "sessions"), folder.Sessions);
    }
}
