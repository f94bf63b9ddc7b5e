// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Gateway.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.Gateway.Tests.Endpoints;

public sealed class HealthEndpointTests
{
    [Fact]
    public async Task Health_Anyone_SeesWhatItIs()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null);

        WireMessage answer = await gateway.CallAsync(Wire.Get("/healthz"));

        JsonElement json = JsonElement.Parse(answer.Text);
        Assert.Equal((200, "ok", "nemo-flow"), (answer.Status, json.TextAt("status"), json.TextAt("service")));
        Assert.Equal(gateway.Recorder.GatewayId, json.TextAt("instance_id"));
        Assert.Null(json.At("process_id"));
    }

    [Fact]
    public async Task Health_WithToken_SeesWhatItDid()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null, o => o with { Token = "t" });
        await gateway.CallAsync(Wire.Post("/hooks/codex", """{"session_id":"s1","hook_event_name":"UserPromptSubmit","prompt":"x"}"""));

        JsonElement json = JsonElement.Parse((await gateway.CallAsync(Wire.Get("/healthz", "x-nemo-flow-token: t"))).Text);

        Assert.Equal((Environment.ProcessId, 1, 1), (json.LongAt("process_id"), json.LongAt("events_recorded"), json.LongAt("open_sessions")));
    }
}
