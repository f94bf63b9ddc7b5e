// SPDX-License-Identifier: Apache-2.0
using System.Net;
using NemoFlow.Configuration.Settings;
using NemoFlow.Gateway.Runs;
using NemoFlow.Storage.Files;

namespace NemoFlow.Gateway.Tests.Runs;

/// <summary>What a run takes where nobody says.</summary>
public sealed class RunChoicesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nemo-flow-choices-").FullName;

    [Theory]
    [InlineData("", "cursor-agent")]
    [InlineData("cursor", "cursor")]
    [InlineData("cursor-agent", "cursor-agent")]
    [InlineData("cursor,cursor-agent", "cursor-agent")]
    public void Executable_OfCursor_IsTheOneThatIsThere(string present, string expected)
    {
        foreach (string name in present.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string path = Path.Combine(_folder, OperatingSystem.IsWindows() ? name + ".exe" : name);
            File.WriteAllText(path, "");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        Assert.Equal([expected], RunChoices.Command(AgentKinds.Cursor, new GatewaySettings(), Environment, _folder));
    }

    [Fact]
    public void Endpoint_Configured_IsTaken() =>
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 4999), RunChoices.Endpoint(new GatewaySettings { Bind = "127.0.0.1:4999" }, new StateFolder(_folder)));

    [Fact]
    public void Endpoint_NotConfigured_IsAnyFreePort() => Assert.Null(RunChoices.Endpoint(new GatewaySettings(), new StateFolder(_folder)));

    [Fact]
    public void Endpoint_OfAGatewayThatRuns_IsLeftToIt()
    {
        StateFolder state = new(_folder);
        Directory.CreateDirectory(state.Gateways);
        File.WriteAllText(
            Path.Combine(state.Gateways, "one.json"), $$"""{"id":"one","url":"http://127.0.0.1:4999","port":4999,"pid":{{System.Environment.ProcessId}}}""");

        Assert.Null(RunChoices.Endpoint(new GatewaySettings { Bind = "127.0.0.1:4999" }, state));
        Assert.NotNull(RunChoices.Endpoint(new GatewaySettings { Bind = "127.0.0.1:4998" }, state));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string? Environment(string name) => name switch { "PATH" => _folder, "PATHEXT" => ".EXE", _ => null };
}
