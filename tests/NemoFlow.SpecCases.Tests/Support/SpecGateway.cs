// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Engine;
using NemoFlow.Engine.Projection;
using NemoFlow.Engine.Sessions;
using NemoFlow.Exporters;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Journal;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Support;

/// <summary>The real gateway with a scripted provider behind it, in a folder of its own.</summary>
internal sealed class SpecGateway : IAsyncDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
    private readonly GatewayServer _server;
    private readonly string _folder;
    private int _calls;

    private SpecGateway(GatewayServer server, ScriptedUpstream upstream, string folder)
    {
        _server = server;
        Upstream = upstream;
        _folder = folder;
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ScriptedUpstream Upstream { get; }

    public Uri Url => _server.Url;

    public Recorder Recorder => _server.Recorder;

    public string AtifFolder => Path.Combine(_folder, "atif");

    public StateFolder State => Recorder.Options.State;

    public static async Task<SpecGateway> StartAsync(Func<GatewayOptions, GatewayOptions>? change = null, ExporterSet? exporters = null)
    {
        string folder = Directory.CreateTempSubdirectory("nemo-flow-spec-").FullName;
        ScriptedUpstream upstream = new();
        Recorder recorder = new(new RecorderOptions
        {
            State = new StateFolder(Path.Combine(folder, "state")),
            AtifFolder = Path.Combine(folder, "atif"),
            WorkingDirectory = folder,
            Exporters = exporters ?? ExporterSet.None,
        });
        GatewayOptions options = new() { OpenAIBaseUrl = upstream.Url, AnthropicBaseUrl = upstream.Url };
        return new SpecGateway(await GatewayServer.StartAsync(change?.Invoke(options) ?? options, recorder, Stop), upstream, folder);
    }

    /// <summary>Sends a hook of the case to Codex's endpoint, whatever agent the case names.</summary>
    public Task<GatewayReply> HookAsync(JsonElement payload, params (string Name, string Value)[] headers) => HookAsync(payload.GetRawText(), headers);

    public Task<GatewayReply> HookAsync(string payload, params (string Name, string Value)[] headers) => SendAsync("POST", "/hooks/codex", payload, headers);

    /// <summary>Sends a hook that the case describes in words.</summary>
    public Task<GatewayReply> HookAsync(string session, string name, object? more = null) =>
        HookAsync(Merge(new { session_id = session, hook_event_name = name }, more));

    /// <summary>Sends a model request and waits until its end is journalled.</summary>
    public async Task<GatewayReply> CallAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        _calls++;
        GatewayReply reply = await SendAsync("POST", path, body, headers);
        while (Events().Count(e => e.Kind == EventKinds.LlmResponse) < _calls)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Stop);
            await FlushAsync();
        }

        return reply;
    }

    /// <summary>A Responses request in a session.</summary>
    public Task<GatewayReply> ResponsesAsync(string session, JsonElement body, params (string Name, string Value)[] headers) =>
        CallAsync("/v1/responses", body.GetRawText(), [("x-nemo-flow-session-id", session), .. headers]);

    /// <summary>A Chat Completions call of a session.</summary>
    public Task<GatewayReply> ChatAsync(string session, IEnumerable<JsonElement> messages, string? effort = null) => CallAsync(
        "/v1/chat/completions",
        JsonSerializer.Serialize(effort is null ? new { model = "gpt-test", messages } : (object)new { model = "gpt-test", messages, reasoning_effort = effort }),
        ("x-nemo-flow-session-id", session));

    public async Task<GatewayReply> SendAsync(string method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await OpenAsync(method, path, body, headers);
        byte[] bytes = await response.Content.ReadAsByteArrayAsync(Stop);
        return new GatewayReply(
            (int)response.StatusCode,
            [.. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).SelectMany(h => h.Value.Select(v => KeyValuePair.Create(h.Key, v)))],
            bytes);
    }

    /// <summary>Sends a request and gives the answer before its body is read.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(Url, path));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("content-type", "application/json");
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name.Replace("x-nemo-relay-", "x-nemo-flow-", StringComparison.Ordinal), value);
        }

        return await _client.SendAsync(request, Stop);
    }

    /// <summary>All journalled events of all sessions, in the order in which they are folded.</summary>
    public IReadOnlyList<SessionEvent> Events() => [.. new SessionStore(State).Ids().SelectMany(EventsOf)];

    public IReadOnlyList<SessionEvent> EventsOf(string session)
    {
        using SessionProjection projection = new(State.Sessions, session, Recorder.Interpreters);
        projection.Refresh();
        return [.. projection.Events];
    }

    /// <summary>Sessions with something to show.</summary>
    public IReadOnlyList<Session> Sessions() => [.. new SessionStore(State).Ids().Select(new SessionStore(State).Find).OfType<Session>()];

    public Session Session(string id) => new SessionStore(State).Find(id) ?? throw new InvalidOperationException($"Nothing is recorded of session {id}.");

    public string TrajectoryPath(string session) => Path.Combine(AtifFolder, SafeName.From(session) + ".atif.json");

    /// <summary>Everything that was queued is in the journal afterwards.</summary>
    public async Task FlushAsync()
    {
        // The journal drops all but the first of these, and answers in the order of its queue.
        JournalEntry barrier = new() { SessionId = "spec-barrier", Agent = AgentKinds.Codex, Kind = EventKinds.Hook, Source = EventSource.Recorder, Time = TimeProvider.System.GetUtcNow(), Id = "barrier", Data = "{}"u8.ToArray() };
        await Recorder.Pump.RecordAsync(barrier);
    }

    /// <summary>Stops the gateway and gives a session as its journal tells it.</summary>
    public async Task<Session> FinishAsync(string session)
    {
        await _server.DisposeAsync();
        return Session(session);
    }

    /// <summary>Stops the gateway and gives the trajectory file that it left.</summary>
    public async Task<Trajectory> TrajectoryAsync(string session)
    {
        await _server.DisposeAsync();
        return Trajectory.Read(TrajectoryPath(session));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Upstream.Dispose();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Merge(object left, object? right)
    {
        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        foreach (object part in new[] { left, right }.OfType<object>())
        {
            JsonElement element = part is JsonElement json ? json : JsonSerializer.SerializeToElement(part);
            foreach (JsonProperty member in element.EnumerateObject())
            {
                members[member.Name] = member.Value;
            }
        }

        return JsonSerializer.Serialize(members);
    }
}
