// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.Gateway.Tests.Setup;

/// <summary>Notes of gateways that were killed, and variables that name a proxy, as the doctor finds them.</summary>
public sealed class StaleGatewayTests : IDisposable
{
    private readonly ProbedSetup _setup = new();

    public void Dispose() => _setup.Dispose();

    [Theory]
    [InlineData(false, SetupStatus.Skipped)]
    [InlineData(true, SetupStatus.Failed)]
    public async Task Judge_NoteWhoseProcessIsAnother_IsNoGateway(bool held, SetupStatus expected)
    {
        string note = Note();
        using GatewayPresence? presence = held ? GatewayPresence.Hold(_setup.State, "gone") : null;

        SetupCheck check = (await _setup.JudgeAsync()).Single(c => c.Name == "gateway");

        Assert.Equal(expected, check.Status);
        Assert.Equal(held, File.Exists(note));
    }

    [Theory]
    [InlineData("HTTP_PROXY", null, SetupStatus.Failed)]
    [InlineData("all_proxy", "corp.example", SetupStatus.Failed)]
    [InlineData("HTTPS_PROXY", null, SetupStatus.Passed)]
    [InlineData("HTTP_PROXY", "127.0.0.1,localhost,::1", SetupStatus.Passed)]
    public async Task Judge_ProxyBeforeThisMachine_KeepsWhatIsExceptedAlready(string variable, string? exceptions, SetupStatus expected)
    {
        _setup.Environment[variable] = "http://proxy.example:3128";
        if (exceptions is not null)
        {
            _setup.Environment["NO_PROXY"] = exceptions;
        }

        SetupCheck check = (await _setup.JudgeAsync()).Single(c => c.Name == "proxy");

        Assert.Equal(expected, check.Status);
        Assert.True(expected == SetupStatus.Passed || check.Remedy!.Contains($"NO_PROXY={(exceptions is null ? "" : exceptions + ",")}127.0.0.1,localhost,::1 ", StringComparison.Ordinal), check.Remedy);
    }

    /// <summary>This process in the place of one that has the number of a gateway that was killed.</summary>
    private string Note()
    {
        PrivateFiles.CreateFolder(_setup.State.Gateways);
        string path = Path.Combine(_setup.State.Gateways, "gone.json");
        File.WriteAllText(path, $$"""{"id":"gone","url":"http://{{ScriptedTarget.FreePort()}}","port":1,"pid":{{Environment.ProcessId}},"token":"t","version":"0.1.0","settings":"s"}""");
        return path;
    }
}
