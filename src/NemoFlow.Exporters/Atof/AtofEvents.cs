// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Otlp.GenAi;
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Exporters.Atof;

/// <summary>
/// A session as Agent Trajectory Observability Format events, version 0.1: the session is the agent's scope, turns stand in it, model and
/// tool calls in turns. Start and end of a scope share its id, which follows from the recorded ids.
/// </summary>
public sealed class AtofEvents
{
    /// <summary>The version written.</summary>
    public const string Version = "0.1";

    private readonly List<(AtofLine Line, int Rank, int Order)> _lines = [];
    private readonly Session _session;
    private readonly AtofOptions _options;
    private readonly RequestHistories? _histories;
    private int _order;

    private AtofEvents(Session session, AtofOptions options)
    {
        _session = session;
        _options = options;
        _histories = options.FullPayloads ? new RequestHistories(session) : null;
    }

    /// <summary>The events of a session that are certain, by time.</summary>
    public static IReadOnlyList<AtofLine> Of(Session session, AtofOptions options)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(options);
        AtofEvents events = new(session, options);
        foreach (SpanNode node in SpanTree.Of(session, TraceScope.Session))
        {
            events.Add(node);
        }

        // What begins together is told from the outside in, what ends together from the inside out.
        return [.. events._lines.OrderBy(l => l.Line.Time).ThenBy(l => l.Rank).ThenBy(l => l.Order).Select(l => l.Line)];
    }

    private void Add(SpanNode node)
    {
        int order = ++_order;
        if (node.IsPlaced)
        {
            Add(node.SpanId, node.Start, node.Start, 0, order, writer => WriteScope(writer, node, isStart: true));
            foreach (Mark mark in node.Kind switch { SpanNodeKind.Session => node.Session.Marks, SpanNodeKind.Turn => node.Turn!.Items.OfType<Mark>(), _ => [] })
            {
                UInt128 id = StableId.Of(_session.Id, "mark", mark.Id, mark.Name);
                Add(StableId.Short(id), mark.StartedAt, mark.StartedAt, 1, ++_order, writer => WriteMark(writer, mark, id, node));
            }
        }

        if (node.SettledAt is { } settled)
        {
            Add(~node.SpanId, node.End!.Value, settled, 2, -order, writer => WriteScope(writer, node, isStart: false));
        }
    }

    private void Add(ulong key, DateTimeOffset time, DateTimeOffset settled, int rank, int order, Action<Utf8JsonWriter> write) =>
        _lines.Add((new AtofLine(key, time, settled, write), rank, order));

    private static void WriteMark(Utf8JsonWriter writer, Mark mark, UInt128 id, SpanNode parent)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "mark");
        WriteHead(writer, id, parent, mark.StartedAt, mark.Name);
        if (mark.Data is { ValueKind: not JsonValueKind.Undefined } data)
        {
            writer.WritePropertyName("data");
            Atif.AtifContent.Write(writer, data);
        }

        writer.WriteEndObject();
    }

    private void WriteScope(Utf8JsonWriter writer, SpanNode node, bool isStart)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "scope");
        WriteHead(writer, node.Id, node.Parent, isStart ? node.Start : node.End!.Value, Name(node));
        writer.WriteString("scope_category", isStart ? "start" : "end");
        writer.WriteStartArray("attributes");
        foreach (string attribute in Attributes(node))
        {
            writer.WriteStringValue(attribute);
        }

        writer.WriteEndArray();
        writer.WriteString("category", Category(node));
        WriteProfile(writer, node);
        AtofPayload payload = new(writer, _options, _histories);
        payload.WriteData(node, isStart);
        AtofPayload.WriteMetadata(writer, node, isStart);
        writer.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter writer, UInt128 id, SpanNode? parent, DateTimeOffset time, string name)
    {
        writer.WriteString("atof_version", Version);
        writer.WriteString("uuid", StableId.Uuid(id));
        if (parent is not null)
        {
            writer.WriteString("parent_uuid", StableId.Uuid(parent.Id));
        }

        writer.WriteString("timestamp", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        writer.WriteString("name", name);
    }

    private static string Name(SpanNode node) => node.Kind switch
    {
        SpanNodeKind.Session => node.Session.Agent,
        SpanNodeKind.Turn => node.Agent is null ? node.Session.Agent + "-turn" : GenAiSpan.AgentName(node),
        SpanNodeKind.LlmCall => node.Call!.Api,
        _ => node.Tool!.Name,
    };

    private static string Category(SpanNode node) => node.Kind switch
    {
        SpanNodeKind.Session => "agent",
        SpanNodeKind.Turn => node.Agent is null ? "custom" : "agent",
        SpanNodeKind.LlmCall => "llm",
        _ => "tool",
    };

    private static string[] Attributes(SpanNode node) => node.Kind switch
    {
        SpanNodeKind.LlmCall => node.Call!.Request?.Stream == true ? ["remote", "streaming"] : ["remote"],
        SpanNodeKind.Session => ["stateful"],
        _ => [],
    };

    private static void WriteProfile(Utf8JsonWriter writer, SpanNode node)
    {
        (string name, string? value) = node.Kind switch
        {
            SpanNodeKind.LlmCall => ("model_name", node.Call!.Model ?? node.Call.Request?.Model),
            SpanNodeKind.ToolCall => ("tool_call_id", node.Tool!.Id),
            SpanNodeKind.Turn => ("subtype", node.Agent is null ? "turn" : node.Agent.Type ?? "subagent"),
            _ => ("", null),
        };
        if (value is not null)
        {
            writer.WriteStartObject("category_profile");
            writer.WriteString(name, value);
            writer.WriteEndObject();
        }
    }
}
