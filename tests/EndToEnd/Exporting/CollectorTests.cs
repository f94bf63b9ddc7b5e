// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Standalone;
using NemoFlow.EndToEnd.Support;
using NemoFlow.OtlpReceiver;
using NemoFlow.OtlpReceiver.Wire;
using NemoFlow.Rehearsal;
using NemoFlow.Rehearsal.Agent;

namespace NemoFlow.EndToEnd.Exporting;

/// <summary>What a real collector takes and passes on is what was recorded: nothing is lost or changed on the way.</summary>
public sealed class CollectorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http_binary")]
    [InlineData("grpc")]
    public async Task Session_ThroughARealCollector_ArrivesWhole(string transport)
    {
        string file = Collector.Require();
        await using Sandbox sandbox = new();
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: Cancellation);
        await using Collector collector = await Collector.StartAsync(file, sandbox, backend);
        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(Scenario.BuiltIn("one-tool"), 0, null, Cancellation);
        Uri endpoint = transport == "grpc" ? collector.Grpc : collector.Traces;
        ExporterFile.Write(sandbox, $$"""
            [components.config.opentelemetry]
            enabled = true
            endpoint = "{{endpoint}}"
            transport = "{{transport}}"
            capture_content = true
            metrics = true
            timeout_millis = 20000

            [components.config.openinference]
            enabled = true
            endpoint = "{{endpoint}}"
            transport = "{{transport}}"
            """);
        sandbox.Environment["NEMO_FLOW_OPENAI_BASE_URL"] = new Uri(provider.BaseAddress, "v1").OriginalString;
        await using StandaloneGateway gateway = await StandaloneGateway.StartAsync(sandbox);
        using (ScriptedAgent agent = new(new ScriptedAgentOptions { Gateway = gateway.Url, WorkingDirectory = sandbox.Work }))
        {
            await agent.RunAsync(["Run one command and tell me what it printed."], Cancellation);
        }

        ProgramResult stopped = await gateway.StopAsync("TERM");

        Assert.Equal((0, ""), (stopped.ExitCode, stopped.Error));
        Recording recording = Recording.Single(sandbox);
        await backend.WaitForSpansAsync(4, Cancellation);
        await Eventually.IsTrueAsync(() => backend.Requests.Any(r => r.Metrics is not null), Cancellation);
        Assert.DoesNotContain("error", collector.Log, StringComparison.Ordinal);
        OpenInferenceOracle.Check(backend.Spans, recording, provider.Requests, "openai");
        foreach (Span span in backend.Spans)
        {
            // On shared spans the other convention says that all is well.
            span.Status.Code = 0;
        }

        GenAiOracle.Check(backend.Spans, recording, provider.Requests, "openai", provider.BaseAddress.Port);
        Assert.Contains(backend.Requests.SelectMany(r => r.Metrics?.ResourceMetrics ?? []).SelectMany(r => r.ScopeMetrics).SelectMany(s => s.Metrics), m => m.Name == "gen_ai.client.token.usage");
    }
}
