// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.Storage.Tests.Gateways;

public sealed class GatewayPresenceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("nemo-flow-presence-").FullName;

    private StateFolder State => new(_root);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void ReadAll_Held_IsThereUntilItIsGivenUp()
    {
        GatewayPresence presence = GatewayPresence.Hold(State, "g1");
        using (GatewayPresence.Hold(State, "g2"))
        {
            Assert.Equal(["g1", "g2"], GatewayPresence.ReadAll(State).Order(StringComparer.Ordinal));
        }

        Assert.Equal(["g1"], GatewayPresence.ReadAll(State));
        presence.Dispose();
        Assert.Empty(GatewayPresence.ReadAll(State));
        Assert.Empty(Directory.EnumerateFiles(State.Gateways));
    }

    [Fact]
    public void ReadAll_FileThatNobodyHolds_IsRemoved()
    {
        Directory.CreateDirectory(State.Gateways);
        string left = Path.Combine(State.Gateways, "killed.lock");
        File.WriteAllText(left, "");

        Assert.Empty(GatewayPresence.ReadAll(State));
        Assert.False(File.Exists(left));
    }

    [Fact]
    public void ReadAll_NoFolder_IsEmpty() => Assert.Empty(GatewayPresence.ReadAll(new StateFolder(Path.Combine(_root, "none"))));

    [Fact]
    public void Hold_FolderThatCannotBeMade_RecordsAllTheSame()
    {
        File.WriteAllText(Path.Combine(_root, "file"), "");

        using GatewayPresence presence = GatewayPresence.Hold(new StateFolder(Path.Combine(_root, "file")), "g1");

        Assert.Empty(GatewayPresence.ReadAll(new StateFolder(Path.Combine(_root, "file"))));
    }
}
