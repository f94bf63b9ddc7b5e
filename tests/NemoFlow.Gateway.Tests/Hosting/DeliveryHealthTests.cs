// SPDX-License-Identifier: Apache-2.0
using System.Net;
using NemoFlow.Configuration.Settings;
using NemoFlow.Gateway.Background;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Tests.Support;
using NemoFlow.OtlpReceiver;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.Gateway.Tests.Hosting;

public sealed class DeliveryHealthTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemo-flow-health-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(401, "check the credentials")]
    [InlineData(404, "check the exporter's endpoint")]
    [InlineData(500, "answered 500")]
    public async Task Health_BackendThatRefuses_IsToldToOtherProcessesAsItStands(int code, string problem)
    {
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: TestContext.Current.CancellationToken);
        backend.Reply = _ => new Answer(code);
        StateFolder state = new(Path.Combine(_folder.FullName, "state"));
        string path = Path.Combine(_folder.FullName, "plugins.toml");
        await File.WriteAllTextAsync(path, $"[[components]]\nkind = \"observability\"\nconfig.openinference = {{ enabled = true, endpoint = \"{backend.Traces}\", timeout_millis = 20000 }}", TestContext.Current.CancellationToken);
        GatewaySettings settings = GatewaySetup.Settings(path, _ => null, new GatewaySettings(), _folder.FullName);
        GatewayInfo gateway = await GatewayHub.StartAsync(
            settings, GatewaySetup.Options(settings, _ => null, new IPEndPoint(IPAddress.Loopback, 0)), state, _folder.FullName, TestContext.Current.CancellationToken);
        try
        {
            using RawClient client = await RawClient.ConnectAsync(gateway.Port);
            await client.SendAndReadAsync(Wire.Post("/hooks/codex", """{"session_id":"s1","hook_event_name":"UserPromptSubmit","turn_id":"t1","prompt":"hello"}"""));
            await client.SendAndReadAsync(Wire.Post("/hooks/codex", """{"session_id":"s1","hook_event_name":"Stop","turn_id":"t1"}"""));
            DeliveryStatus local = Assert.Single(gateway.Exporters);
            while (local.NextTryAt is null)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
                local = Assert.Single(gateway.Exporters);
            }

            GatewayInfo seen = await UserGatewayControl.StatusAsync(Assert.Single(RegisteredGateway.ReadAll(state)), state, TestContext.Current.CancellationToken);

            DeliveryStatus remote = Assert.Single(seen.Exporters);
            Assert.Equal(local with { Lag = remote.Lag }, remote);
            Assert.Equal((1, 1, true), (remote.WaitingSessions, remote.FailuresInARow, remote.Lag > TimeSpan.Zero));
            Assert.Contains(problem, remote.LastProblem, StringComparison.Ordinal);
        }
        finally
        {
            await GatewayHub.StopAsync(gateway.Id).Within();
        }
    }
}
