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

    [Fact]
    public void FromEnvironment_EmptyHome_IsNotTheWorkingFolder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such variable.");
        StateFolder folder = StateFolder.FromEnvironment(name => name == "HOME" ? "" : null);

        Assert.False(folder.Root.StartsWith(Environment.CurrentDirectory, StringComparison.Ordinal), folder.Root);
    }

    [Fact]
    public void ReadProblem_FileOrFolderThatCannotBeRead_SaysSo()
    {
        string root = Directory.CreateTempSubdirectory("nemo-flow-").FullName;
        string file = Path.Combine(root, "file");
        string locked = Path.Combine(root, "locked");
        try
        {
            File.WriteAllText(file, "");
            Directory.CreateDirectory(locked);
            Assert.Null(new StateFolder(locked).ReadProblem());
            Assert.Null(new StateFolder(Path.Combine(root, "missing")).ReadProblem());
            Assert.Contains("is a file", new StateFolder(file).ReadProblem(), StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows() && !Environment.IsPrivilegedProcess)
            {
                File.SetUnixFileMode(locked, UnixFileMode.None);
                Assert.Contains("cannot be read", new StateFolder(locked).ReadProblem(), StringComparison.Ordinal);
                File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
