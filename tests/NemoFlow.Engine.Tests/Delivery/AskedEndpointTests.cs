// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Agents;
using NemoFlow.Configuration.Layers;
using NemoFlow.Engine.Delivery;
using NemoFlow.Engine.Tests.Support;
using NemoFlow.Hooks;
using NemoFlow.OtlpReceiver;

namespace NemoFlow.Engine.Tests.Delivery;

/// <summary>The gateway lets only callers with its token name an endpoint; what becomes of such a one is tried here.</summary>
public sealed class AskedEndpointTests : IDisposable
{
    private readonly TemporaryState _state = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Header_NamesAnEndpoint_GetsThatSessionAndNoOther()
    {
        await using OtlpBackend all = await OtlpBackend.StartAsync(cancellation: Cancellation);
        await using OtlpBackend asked = await OtlpBackend.StartAsync(cancellation: Cancellation);
        await using (Recorder recorder = Record(all.Traces))
        {
            await TurnAsync(recorder, "mine", asked.Traces.OriginalString);
            await TurnAsync(recorder, "other", null);
            await asked.WaitForSpansAsync(1, Cancellation);
            await all.WaitForSpansAsync(2, Cancellation);
            Assert.Equal([all.Traces.OriginalString, asked.Traces.OriginalString], recorder.Deliveries.Statuses.Select(s => s.Address));
        }

        Assert.Equal("mine", Assert.Single(Assert.Single(asked.Spans).Attributes, a => a.Key == "session.id").Value.StringValue);
        Assert.Equal(["mine", "other"], all.Spans.SelectMany(s => s.Attributes).Where(a => a.Key == "session.id").Select(a => a.Value.StringValue).Order());
        Assert.Empty(asked.Violations);
        Assert.Equal("secret", Assert.Single(all.Requests.Select(r => r.Headers["x-backend-key"]).Distinct()));
        Assert.All(asked.Requests, r => Assert.DoesNotContain("x-backend-key", r.Headers.Keys));
        Assert.Equal("__REDACTED__", Assert.Single(Assert.Single(asked.Spans).Attributes, a => a.Key == "input.value").Value.StringValue);
    }

    [Fact]
    public async Task Endpoint_ThatWasDown_GetsTheSessionFromTheNextGatewayOnce()
    {
        await using OtlpBackend asked = await OtlpBackend.StartAsync(cancellation: Cancellation);
        asked.Reply = _ => new Answer(503);
        await using (Recorder first = Record(null))
        {
            await TurnAsync(first, "mine", asked.Traces.OriginalString);
            await asked.WaitForCallsAsync(1, Cancellation);
        }

        Assert.Empty(asked.Spans);
        asked.Reply = _ => Answer.Ok;
        for (int gateway = 0; gateway < 2; gateway++)
        {
            await using Recorder next = Record(null);
            await asked.WaitForSpansAsync(1, Cancellation);
        }

        Assert.Single(asked.Spans);
    }

    [Theory]
    [InlineData("not a url")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://user:pass@127.0.0.1:1/v1/traces")]
    [InlineData("http://127.0.0.1:1/v1/traces?key=1")]
    public async Task Header_IsNoPlainUrl_IsNoTarget(string endpoint)
    {
        await using Recorder recorder = Record(null);

        await TurnAsync(recorder, "mine", endpoint);

        Assert.Empty(recorder.Deliveries.Statuses);
    }

    [Fact]
    public async Task Metadata_NamesAnEndpointOrAFolder_IsNotFollowed()
    {
        string elsewhere = Path.Combine(_state.Work, "elsewhere");
        await using (Recorder recorder = Record(null))
        {
            await TurnAsync(recorder, "mine", null, $$"""{"atif_dir":"{{elsewhere}}","openinference_endpoint":"http://127.0.0.1:1/v1/traces"}""");
            Assert.Empty(recorder.Deliveries.Statuses);
        }

        Assert.False(Directory.Exists(elsewhere));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(_state.Work, ".nemo-flow", "atif"), "*.json"));
    }

    private Recorder Record(Uri? endpoint)
    {
        string plugins = endpoint is null
            ? """{"version":1,"components":[{"kind":"observability"}]}"""
            : $$"""{"version":1,"components":[{"kind":"observability","config":{"openinference":{"enabled":true,"endpoint":"{{endpoint}}","headers":{"x-backend-key":"secret"},"hide_inputs":true} } }]}""";
        EffectiveConfiguration configuration = ConfigurationService.Load(new ConfigurationRequest
        {
            Environment = _ => null,
            WorkingDirectory = _state.Work,
            Options = [new ConfigurationOption("--plugin-config", ConfigurationOption.PluginConfig, plugins)],
        });
        return new Recorder(new RecorderOptions
        {
            State = _state.State,
            WorkingDirectory = _state.Work,
            Exporters = ExporterSetup.From(configuration, _ => null, _state.Work),
        });
    }

    private static async Task TurnAsync(Recorder recorder, string session, string? endpoint, string? metadata = null)
    {
        Dictionary<string, string> headers = new(StringComparer.Ordinal);
        if (endpoint is not null)
        {
            headers[HookWire.OpenInferenceEndpointHeader] = endpoint;
        }

        if (metadata is not null)
        {
            headers[HookWire.SessionMetadataHeader] = metadata;
        }

        foreach (string hook in (string[])[""" "UserPromptSubmit","prompt":"p" """, """ "Stop","last_assistant_message":"a" """])
        {
            byte[] payload = Encoding.UTF8.GetBytes($$"""{"session_id":"{{session}}","turn_id":"t","hook_event_name":{{hook}}}""");
            await recorder.Hooks.TakeAsync(AgentAdapters.All[0], headers, payload, null, recorder.Time.GetUtcNow());
        }
    }
}
