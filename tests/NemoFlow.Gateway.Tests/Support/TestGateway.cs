// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Content;
using NemoFlow.Engine;
using NemoFlow.Engine.Projection;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Gateway.Tests.Support;

/// <summary>A gateway before a scripted provider, with a state folder of its own.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly RawUpstream? _upstream;

    private TestGateway(DirectoryInfo folder, GatewayServer server, RawUpstream? upstream)
    {
        _folder = folder;
        Server = server;
        _upstream = upstream;
    }

    public GatewayServer Server { get; }

    public Recorder Recorder => Server.Recorder;

    public RawUpstream Upstream => _upstream!;

    public int Port => Server.Url.Port;

    public string Folder => _folder.FullName;

    public StateFolder State => Recorder.Options.State;

    /// <summary>Starts a gateway whose two providers are the given one. Both are owned by what is returned.</summary>
    public static async Task<TestGateway> StartAsync(RawUpstream? upstream, Func<GatewayOptions, GatewayOptions>? change = null, ContentPolicy? content = null)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("nemo-flow-gateway-");
        GatewayOptions options = new()
        {
            OpenAIBaseUrl = new Uri((upstream?.Url ?? "http://127.0.0.1:1") + "/v1"),
            AnthropicBaseUrl = new Uri(upstream?.Url ?? "http://127.0.0.1:1"),
        };
        Recorder recorder = new(new RecorderOptions
        {
            State = new StateFolder(Path.Combine(folder.FullName, "state")),
            WorkingDirectory = folder.FullName,
            Content = content ?? ContentPolicy.Default,
        });
        GatewayServer server = await GatewayServer.StartAsync(change?.Invoke(options) ?? options, recorder, TestContext.Current.CancellationToken);
        return new TestGateway(folder, server, upstream);
    }

    public static Task<TestGateway> StartAsync(byte[] answer, Func<GatewayOptions, GatewayOptions>? change = null) =>
        StartAsync(RawUpstream.Answering(answer), change);

    public Task<RawClient> ConnectAsync(int? receiveBuffer = null) => RawClient.ConnectAsync(Port, receiveBuffer);

    /// <summary>One request on a connection of its own.</summary>
    public async Task<WireMessage> CallAsync(byte[] request)
    {
        using RawClient client = await ConnectAsync();
        return await client.SendAndReadAsync(request);
    }

    /// <summary>Stops the gateway, so that everything it saw is in the journal.</summary>
    public Task StopAsync() => Server.DisposeAsync().AsTask().Within();

    /// <summary>Stops the gateway and gives the only session that it recorded.</summary>
    public async Task<Session> StopAndReadSessionAsync()
    {
        await StopAsync();
        return ReadSession(Assert.Single(ReadEvents().Select(e => e.SessionId).Distinct()));
    }

    public Session ReadSession(string id)
    {
        using SessionProjection projection = new(State.Sessions, id, Recorder.Interpreters);
        return projection.Refresh() ?? throw new InvalidOperationException($"Nothing of the session {id} is worth showing.");
    }

    /// <summary>Everything in the journals, by file and position.</summary>
    public IReadOnlyList<SessionEvent> ReadEvents()
    {
        List<SessionEvent> events = [];
        foreach (string path in Directory.Exists(State.Sessions) ? Directory.GetFiles(State.Sessions, "*.jsonl", SearchOption.AllDirectories) : [])
        {
            using JournalReader reader = new(path);
            events.AddRange(reader.ReadNew());
            Assert.Equal(0, reader.UnreadableLines);
        }

        return events;
    }

    public async ValueTask DisposeAsync()
    {
        if (_upstream is not null)
        {
            await _upstream.DisposeAsync();
        }

        await StopAsync();
        _folder.Delete(recursive: true);
    }
}
