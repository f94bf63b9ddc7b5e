// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NemoFlow.Exporters.Atif;

namespace NemoFlow.Exporters.Tests.Support;

/// <summary>Made sessions: small ones by hand, odd ones by chance.</summary>
internal static class Sessions
{
    public static DateTimeOffset Start { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));

    public static Session Of(params Turn[] turns) => new()
    {
        Id = "session",
        Agent = AgentKinds.Codex,
        State = SessionState.Active,
        StartedAt = Start,
        LastEventAt = Start,
        Turns = turns,
        Usage = turns.SelectMany(t => t.Items).OfType<LlmCall>().Select(c => c.Usage).OfType<TokenUsage>().Aggregate((TokenUsage?)null, (sum, u) => sum is null ? u : TokenUsage.Add(sum, u)),
    };

    public static Turn Turn(string? prompt, params TurnItem[] items) => new()
    {
        Id = "turn-" + prompt,
        Index = 1,
        Source = "user_prompt",
        Status = CallStatus.Completed,
        StartedAt = Start,
        EndedAt = Start.AddSeconds(9),
        Prompt = prompt,
        Response = "the answer",
        Items = items,
    };

    public static LlmCall Call(string id, string? output = "[]", string newItems = "[]", TokenUsage? usage = null, CallStatus status = CallStatus.Completed) => new()
    {
        Id = id,
        Api = "openai.responses",
        Status = status,
        StartedAt = Start.AddSeconds(1),
        EndedAt = Start.AddSeconds(2),
        Model = "m",
        Usage = usage,
        Error = status == CallStatus.Failed ? "it broke" : null,
        Request = new LlmRequest { Body = Json("""{"model":"m"}"""), NewItems = [.. Json(newItems).EnumerateArray().Select(i => new LlmItem { Kind = LlmItemKind.Message, Raw = i })], ReasoningEffort = "high" },
        Response = output is null ? null : new LlmResponse
        {
            Body = Json("""{"id":"resp"}"""),
            Items = [.. Json(output).EnumerateArray().Select(i => new LlmItem { Kind = LlmItemKind.Message, Raw = i, Text = i.ValueKind == JsonValueKind.String ? i.GetString() : null })],
        },
    };

    public static ToolCall Tool(string id, string? call, string? result = "\"result\"", string? arguments = "{}", string? subagent = null) => new()
    {
        Id = id,
        Name = "shell",
        Status = CallStatus.Completed,
        StartedAt = Start.AddSeconds(3),
        EndedAt = Start.AddSeconds(4),
        LlmCallId = call,
        Result = result is null ? null : Json(result),
        Arguments = arguments is null ? null : Json(arguments),
        SubagentId = subagent,
    };

    public static Subagent Agent(string id, params Turn[] turns) => new()
    {
        Id = id,
        Status = CallStatus.Completed,
        StartedAt = Start.AddSeconds(3),
        Turns = turns,
        Usage = turns.SelectMany(t => t.Items).OfType<LlmCall>().Select(c => c.Usage).FirstOrDefault(u => u is not null),
    };

    public static JsonElement Json(string json) => JsonElement.Parse(json);

    public static JsonElement? Export(Session session)
    {
        ArrayBufferWriter<byte> output = new();
        bool written = AtifExporter.TryWrite(session, AtifOptions.Default, output);
        Assert.Equal(written, output.WrittenCount > 0);
        return written ? JsonElement.Parse(output.WrittenSpan, new JsonDocumentOptions { MaxDepth = 1000, AllowDuplicateProperties = false }) : null;
    }

    /// <summary>Sessions whose parts refer to each other rightly, wrongly and twice.</summary>
    public static Gen<Session> Any() => from turns in Turns(2, "") select Of([.. turns]);

    private static Gen<List<Turn>> Turns(int depth, string prefix) =>
        from turns in (from prompt in Gen.Elements("p", "q", null)
                       from response in Gen.Elements("r", "", null)
                       from status in Gen.Elements(Enum.GetValues<CallStatus>())
                       from items in Items(depth, prefix)
                       select Turn(prompt, [.. items.Select((item, i) => item is Subagent s ? s with { Id = s.Id + i } : item).DistinctBy(i => i is Subagent ? i.Id : i.Id + i.GetHashCode())]) with { Response = response, Status = status }).ListOf()
        select Distinct(turns.Take(3), prefix);

    /// <summary>A subagent stands in one place only.</summary>
    private static List<Turn> Distinct(IEnumerable<Turn> turns, string prefix) =>
        [.. turns.Select((turn, t) => turn with { Items = [.. turn.Items.Select(i => i is Subagent s ? s with { Id = $"{prefix}{t}{s.Id}" } : i)] })];

    private static Gen<List<TurnItem>> Items(int depth, string prefix)
    {
        Gen<string> callId = Gen.Elements("c1", "c2", "c3");
        Gen<TurnItem> call =
            from id in callId
            from output in Gen.Elements(null, "[]", "[\"said\"]", """[{"type":"image_generation_call","result":"iVBORw0KGgo="}]""")
            from status in Gen.Elements(Enum.GetValues<CallStatus>())
            from source in Gen.Elements(EventSource.Gateway, EventSource.Hook)
            from purpose in Gen.Elements(null, "turn", "compaction")
            from fresh in Gen.Elements(null, "p", "new")
            from usage in Gen.Elements(null, new TokenUsage { Input = 5, CacheRead = 2, Output = 1, Reasoning = 1, Total = 6, CostUsd = 0.1m, Raw = Json("""{"input_tokens":5,"reasoning_tokens":1,"new_field":{"x":1},"total_tokens":6}""") })
            select (TurnItem)(Call(id, output, usage: usage, status: status) with { Source = source, Purpose = purpose, Request = new LlmRequest { FreshUserText = fresh, Body = Json("""{"input":"text"}""") } });
        Gen<TurnItem> tool =
            from id in Gen.Elements("t1", "t2", "t3")
            from owner in Gen.OneOf(callId, Gen.Constant((string)null!))
            from arguments in Gen.Elements(null, "{}", "\"{\\\"a\\\":1}\"", "\"not json\"", "[1]", "5", "\"\"", "null", "\"\\\"x\\\"\"")
            from result in Gen.Elements(null, "\"r\"", "{}", "[1]", """[{"type":"input_text","text":"x"},{"type":"input_image","image_url":"data:image/png;base64,AAAA"}]""")
            from launched in Gen.Elements(null, prefix + "0a0", prefix + "0a1", "nobody")
            select (TurnItem)Tool(id, owner, result, arguments, launched);
        Gen<TurnItem> mark = from name in Gen.Elements("PostCompact", "Other") select (TurnItem)new Mark { Id = "m", Name = name, StartedAt = Start };
        Gen<TurnItem> item = depth == 0
            ? Gen.Frequency((3, call), (3, tool), (1, mark))
            : Gen.Frequency((3, call), (3, tool), (1, mark), (2, from turns in Turns(depth - 1, prefix + "x") select (TurnItem)Agent("a", [.. turns])));
        return item.ListOf().Select(l => l.Take(6).ToList());
    }
}
