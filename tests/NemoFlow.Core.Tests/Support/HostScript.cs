// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.Agents;
using NemoFlow.Codecs;
using NemoFlow.Folding;

namespace NemoFlow.Core.Tests.Support;

/// <summary>Writes a session of an agent whose hooks all have the same few members: each event a second after the one before.</summary>
internal sealed class HostScript(string agent, object common)
{
    private readonly List<SessionEvent> _events = [];
    private DateTimeOffset _now = Script.Start;

    /// <summary>A hook; <paramref name="more"/> wins over the common members, <paramref name="subagent"/> is what the journal adds for a child session.</summary>
    public HostScript Hook(string name, object? more = null, string? subagent = null)
    {
        JsonObject payload = JsonSerializer.SerializeToNode(common)!.AsObject();
        payload["hook_event_name"] = name;
        foreach ((string key, JsonNode? value) in JsonSerializer.SerializeToNode(more ?? new { })!.AsObject())
        {
            payload[key] = value?.DeepClone();
        }

        JsonObject data = new() { ["payload"] = payload };
        if (subagent is not null)
        {
            data["headers"] = new JsonObject { ["x-nemo-flow-subagent-id"] = subagent, ["x-nemo-flow-session-id"] = "s" };
        }

        return Add(EventKinds.Hook, EventSource.Hook, data.ToJsonString(), null);
    }

    /// <summary>A Responses request without ids of an agent, and its answer.</summary>
    public HostScript Request(string id, string user, string model = "m") => Add(EventKinds.LlmRequest, EventSource.Gateway, JsonSerializer.Serialize(new
    {
        api = "openai.responses",
        headers = new { },
        body = new { model },
        items_from = 0,
        items = new[] { new { type = "message", role = "user", content = user } },
    }), id);

    public HostScript Response(string id, string text) => Add(EventKinds.LlmResponse, EventSource.Gateway, JsonSerializer.Serialize(new
    {
        status = 200,
        outcome = "completed",
        body = new
        {
            id,
            model = "m",
            status = "completed",
            output = new[] { new { type = "message", role = "assistant", content = new[] { new { type = "output_text", text } } } },
            usage = new { input_tokens = 10, output_tokens = 2 },
        },
    }), id);

    public Session Fold()
    {
        SessionFold fold = new("s", new Interpreters(AgentAdapters.All, ProviderCodecs.All));
        _events.ForEach(fold.Apply);
        return fold.ToSession();
    }

    private HostScript Add(string kind, EventSource source, string data, string? id)
    {
        _now += TimeSpan.FromSeconds(1);
        int sequence = _events.Count + 1;
        _events.Add(new SessionEvent
        {
            SessionId = "s",
            Gateway = "gw",
            Sequence = sequence,
            Time = _now,
            Source = source,
            Kind = kind,
            Agent = agent,
            Id = id ?? "delivery-" + sequence.ToString(CultureInfo.InvariantCulture),
            Data = JsonElement.Parse(data),
        });
        return this;
    }
}
