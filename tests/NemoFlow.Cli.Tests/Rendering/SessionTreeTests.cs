// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Rendering;

namespace NemoFlow.Cli.Tests.Rendering;

public sealed class SessionTreeTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Write_Session_IsATreeOfItsTurns()
    {
        Assert.Equal(
            """
            session s: 2 turns, 1 model call (1 failed), 1 tool call, 1 subagent, 1,200 in (1,000 cached) / 30 out (5 reasoning) tokens
              codex 0.169.0 · gpt · /work
              ├─ turn 1 · 1:05 min · fix the thing
              │  ├─ model gpt · 1.5 s · 1,200 in (1,000 cached) / 30 out (5 reasoning) tokens · I will look
              │  ├─ tool shell · 250 ms · failed · {"command":"ls"}
              │  └─ subagent explorer · open
              │     └─ turn 1 · open · look
              └─ turn 2 · 0 ms · interrupted

            """.ReplaceLineEndings(),
            Render(200));
    }

    [Fact]
    public void Write_NarrowTerminal_CutsLinesAtItsWidth()
    {
        string[] lines = Render(30).Split(Environment.NewLine);

        Assert.All(lines.Skip(2), l => Assert.InRange(l.Length, 0, 30));
        Assert.Contains(lines, l => l.EndsWith('…'));
    }

    [Theory]
    [InlineData(null, "agent_id", null, "model gpt · 0 ms")]
    [InlineData(null, "agent_fallback", null, "model gpt · 0 ms · root by agent_fallback")]
    [InlineData("worker", "matched_hint", 9, "model gpt · 0 ms · of worker by matched_hint 9")]
    [InlineData("01a1fc78-cabc-7882", "agent_id", null, "model gpt · 0 ms · of 01a1fc78-cab… by agent_id")]
    public void Write_ModelCall_SaysWhoseItIsAndWhy(string? owner, string source, int? score, string expected)
    {
        LlmCall call = new() { Id = "c", Api = "x", Model = "gpt", Status = CallStatus.Completed, StartedAt = Start, EndedAt = Start, OwnerId = owner, CorrelationSource = source, CorrelationScore = score };
        Turn turn = new() { Id = "t", Index = 1, Source = "implicit", Status = CallStatus.Completed, StartedAt = Start, EndedAt = Start, Items = [call] };
        using StringWriter output = new();

        new SessionTree(output, 200).Write(new Session { Id = "s", Agent = "codex", State = SessionState.Ended, StartedAt = Start, LastEventAt = Start, Turns = [turn], Counts = new SessionCounts() });

        Assert.EndsWith("└─ " + expected, output.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CallStatus.Completed, null, "truncated_stream", "model gpt · 0 ms · not read: truncated_stream")]
    [InlineData(CallStatus.Interrupted, null, null, "model gpt · 0 ms · interrupted")]
    [InlineData(CallStatus.Failed, "no\nway", "malformed_json", "model gpt · 0 ms · failed: no way")]
    public void Write_ModelCallWithoutAnswer_SaysWhy(CallStatus status, string? problem, string? flag, string expected)
    {
        LlmCall call = new() { Id = "c", Api = "x", Model = "gpt", Status = status, Error = problem, Flags = flag is null ? [] : [flag], StartedAt = Start, EndedAt = Start };

        Assert.EndsWith("└─ " + expected, Tree(call, null).TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_TextsThatSteerATerminal_AreShownAndNotObeyed()
    {
        const string Evil = "a\u001b[31mb\u001b]0;t\u0007\u0000\u009b\u202e\u2066\u2028\ud800z";
        LlmCall call = new() { Id = "c", Api = "x", Model = Evil, Status = CallStatus.Failed, Error = Evil, OwnerId = Evil, CorrelationSource = "agent_id", StartedAt = Start, EndedAt = Start };

        string tree = Tree(call, Evil).ReplaceLineEndings("\n");

        Assert.DoesNotContain(tree.Replace("\n", "", StringComparison.Ordinal), c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u202e' or '\u2066' or '\u2028');
        Assert.Equal(4, tree.TrimEnd().Split('\n').Length);
        Assert.Contains("model a␛[31mb␛]0;t␇␀", tree, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_CutInTheMiddleOfACharacter_LeavesItOut()
    {
        using StringWriter output = new();
        Turn turn = new() { Id = "t", Index = 1, Source = "implicit", Status = CallStatus.Completed, StartedAt = Start, EndedAt = Start, Prompt = string.Concat(Enumerable.Repeat("🌍", 40)) };

        new SessionTree(output, 31).Write(Empty(turn));
        new SessionTree(output, 32).Write(Empty(turn));

        Assert.All(output.ToString().EnumerateRunes(), r => Assert.NotEqual(System.Text.Rune.ReplacementChar, r));
    }

    [Theory]
    [InlineData(1, "1 turn")]
    [InlineData(0, "0 turns")]
    public void Count_Number_AgreesWithItsNoun(int count, string expected) => Assert.Equal(expected, SessionLine.Count(count, "turn"));

    private static string Tree(LlmCall call, string? prompt)
    {
        using StringWriter output = new();
        Turn turn = new() { Id = "t", Index = 1, Source = "implicit", Status = CallStatus.Completed, StartedAt = Start, EndedAt = Start, Prompt = prompt, Items = [call] };
        new SessionTree(output, 200).Write(Empty(turn) with { Id = prompt ?? "s", WorkingDirectory = prompt });
        return output.ToString();
    }

    private static Session Empty(Turn turn) => new() { Id = "s", Agent = "codex", State = SessionState.Ended, StartedAt = Start, LastEventAt = Start, Turns = [turn], Counts = new SessionCounts() };

    private static string Render(int width)
    {
        TokenUsage usage = new() { Input = 1200, CacheRead = 1000, Output = 30, Reasoning = 5 };
        LlmCall call = new()
        {
            Id = "c",
            Api = "openai.responses",
            Model = "gpt",
            Status = CallStatus.Completed,
            Usage = usage,
            StartedAt = Start,
            EndedAt = Start.AddSeconds(1.5),
            Response = new LlmResponse { Items = [new LlmItem { Kind = LlmItemKind.Message, Raw = default, Text = "I will\n\tlook" }] },
        };
        ToolCall tool = new() { Id = "t", Name = "shell", Status = CallStatus.Failed, Arguments = JsonElement.Parse("""{"command":"ls"}"""), StartedAt = Start, EndedAt = Start.AddMilliseconds(250) };
        Turn inner = new() { Id = "i", Index = 1, Source = "implicit", Status = CallStatus.Open, StartedAt = Start, Prompt = "look" };
        Subagent subagent = new() { Id = "a", Type = "explorer", Status = CallStatus.Open, StartedAt = Start, Turns = [inner] };
        Mark mark = new() { Id = "m", Name = "Notification", StartedAt = Start };
        Turn first = inner with { Status = CallStatus.Completed, EndedAt = Start.AddSeconds(65), Prompt = "fix\nthe  thing", Items = [call, tool, mark, subagent] };
        Session session = new()
        {
            Id = "s",
            Agent = "codex",
            AgentVersion = "0.169.0",
            Model = "gpt",
            WorkingDirectory = "/work",
            State = SessionState.Ended,
            StartedAt = Start,
            LastEventAt = Start,
            Usage = usage,
            Turns = [first, inner with { Index = 2, Status = CallStatus.Interrupted, EndedAt = Start, Prompt = null }],
            Counts = new SessionCounts { Turns = 2, LlmCalls = 1, FailedLlmCalls = 1, ToolCalls = 1, Subagents = 1 },
        };
        using StringWriter output = new();
        new SessionTree(output, width).Write(session);
        return output.ToString();
    }
}
