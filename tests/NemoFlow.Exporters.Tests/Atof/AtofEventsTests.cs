// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NemoFlow.Exporters.Atof;
using NemoFlow.Exporters.Spans;
using NemoFlow.Exporters.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Tests.Atof;

public sealed class AtofEventsTests
{
    private static readonly string[] Categories = ["agent", "function", "tool", "llm", "retriever", "embedder", "reranker", "guardrail", "evaluator", "custom", "unknown"];

    [Fact]
    public void Of_AnySession_GivesLinesFromWhichTheTreeIsRebuilt() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Sessions.Any().ToArbitrary(), session =>
        {
            List<JsonElement> lines = Lines(session);
            lines.ForEach(CheckSchema);
            Assert.Equal(lines.Select(l => l.GetRawText()), Lines(session).Select(l => l.GetRawText()));
            Assert.Equal(Expected(session), Rebuild(lines));
            Assert.Equal(lines.Select(Time), lines.Select(Time).Order());
        }));

    [Fact]
    public void Of_RecordedSession_IsAnAgentScopeWithTurnsAndCallsInIt()
    {
        List<JsonElement> lines = Lines(Recorded.Session);

        Assert.Equal(
            [
                "start agent codex", "start custom codex-turn", "start llm openai.responses", "end llm openai.responses", "start tool shell", "start tool mcp__files__read", "mark PermissionRequest",
                "start agent explorer", "start llm openai.responses", "end llm openai.responses", "end agent explorer", "end tool mcp__files__read", "end tool shell",
                "start llm openai.responses", "start llm openai.responses", "end llm openai.responses", "end llm openai.responses", "end custom codex-turn", "end agent codex",
            ],
            lines.Select(l => l.TextAt("kind") == "mark" ? "mark " + l.TextAt("name") : $"{l.TextAt("scope_category")} {l.TextAt("category")} {l.TextAt("name")}"));
        JsonElement start = lines.First(l => l.TextAt("metadata.call_id") == "c-1");
        Assert.Equal(("""["remote","streaming"]""", "gpt-5.5-2026", "be brief"), (start.GetProperty("attributes").GetRawText(), start.TextAt("category_profile.model_name"), start.TextAt("data.instructions")));
        JsonElement end = lines.Last(l => l.TextAt("metadata.call_id") == "c-1");
        Assert.Equal(("completed", 1000L, 600L, 20L), (end.TextAt("metadata.status"), end.LongAt("metadata.usage.input_tokens"), end.LongAt("metadata.usage.cache_read_input_tokens"), end.LongAt("metadata.usage.reasoning_tokens")));
        Assert.Equal("""{"cmd":"ls"}""", lines.First(l => l.TextAt("name") == "shell").GetProperty("data").GetRawText());
        Assert.Equal("file.txt", lines.Last(l => l.TextAt("name") == "shell").TextAt("data"));
    }

    [Fact]
    public void Of_Continuation_RepeatsNothingUnlessAskedTo()
    {
        JsonElement delta = Lines(Recorded.Session).First(l => l.TextAt("metadata.call_id") == "c-2");
        JsonElement full = Lines(Recorded.Session, new AtofOptions { FullPayloads = true }).First(l => l.TextAt("metadata.call_id") == "c-2");

        Assert.Equal((2, 1L, null, null), (delta.ItemsAt("data.input").Count(), delta.LongAt("data.history_items"), delta.TextAt("data.instructions"), delta.At("data.tools")?.GetRawText()));
        Assert.Equal((3, null, "be brief"), (full.ItemsAt("data.input").Count(), full.LongAt("data.history_items"), full.TextAt("data.instructions")));
        Assert.DoesNotContain("AAAA", string.Concat(Lines(Recorded.Session).Select(l => l.GetRawText())), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OpenSession_TellsStartsOnly()
    {
        Session open = Recorded.Session with { State = SessionState.Active, EndedAt = null, Turns = [Recorded.Session.Turns[0] with { Status = CallStatus.Open, EndedAt = null }] };

        List<JsonElement> lines = Lines(open);

        Assert.Equal(["start"], lines.Where(l => l.TextAt("category") is "custom").Select(l => l.TextAt("scope_category")));
        Assert.Contains(lines, l => l.TextAt("scope_category") == "end" && l.TextAt("name") == "shell");
    }

    private static void CheckSchema(JsonElement line)
    {
        string[] allowed = ["kind", "atof_version", "uuid", "parent_uuid", "timestamp", "name", "scope_category", "attributes", "category", "category_profile", "data", "data_schema", "metadata"];
        Assert.Empty(line.EnumerateObject().Select(p => p.Name).Except(allowed));
        Assert.Equal("0.1", line.TextAt("atof_version"));
        Assert.True(Guid.TryParse(line.TextAt("uuid"), out _));
        Assert.True(line.At("parent_uuid") is null || Guid.TryParse(line.TextAt("parent_uuid"), out _));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", line.TextAt("timestamp"));
        Assert.NotNull(line.TextAt("name"));
        if (line.TextAt("kind") == "scope")
        {
            Assert.Contains(line.TextAt("scope_category"), (string[])["start", "end"]);
            Assert.Contains(line.TextAt("category"), Categories);
            List<string?> attributes = [.. line.ItemsAt("attributes").Select(a => a.GetString())];
            Assert.Equal(attributes.Order(StringComparer.Ordinal), attributes);
        }
        else
        {
            Assert.Equal("mark", line.TextAt("kind"));
        }
    }

    /// <summary>By scope: its parent, start and end, told by the lines alone.</summary>
    private static List<string> Rebuild(List<JsonElement> lines) => [.. lines.Where(l => l.TextAt("kind") == "scope").GroupBy(l => l.TextAt("uuid")).Select(g =>
    {
        Assert.True(g.Count() <= 2 && g.Select(l => l.TextAt("scope_category")).Distinct().Count() == g.Count());
        Assert.Single(g.Select(l => l.TextAt("parent_uuid")).Distinct());
        return $"{g.Key} {g.First().TextAt("parent_uuid")} {string.Join(' ', g.Select(l => l.TextAt("scope_category")))}";
    }).Order()];

    private static List<string> Expected(Session session) => [.. SpanTree.Of(session, TraceScope.Session).Where(n => n.IsPlaced).Select(n =>
        $"{StableId.Uuid(n.Id)} {(n.Parent is null ? "" : StableId.Uuid(n.Parent.Id))} start{(n.SettledAt is null ? "" : " end")}").Order()];

    private static DateTimeOffset Time(JsonElement line) => DateTimeOffset.Parse(line.TextAt("timestamp")!, CultureInfo.InvariantCulture);

    private static List<JsonElement> Lines(Session session, AtofOptions? options = null)
    {
        ArrayBufferWriter<byte> output = new();
        foreach (AtofLine line in AtofEvents.Of(session, options ?? AtofOptions.Default))
        {
            line.WriteTo(output);
        }

        return [.. Encoding.UTF8.GetString(output.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l, new JsonDocumentOptions { MaxDepth = 1000, AllowDuplicateProperties = false }))];
    }
}
