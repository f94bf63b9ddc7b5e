// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Storage.Tests.Support;

/// <summary>An agent that sends its whole history with each request and tells of its tools by hooks too.</summary>
internal sealed class SimulatedConversation(string thread, int seed)
{
    private readonly Random _random = new(seed);
    private readonly string _instructions = Words(new Random(7), 20000);
    private readonly string _tools = Words(new Random(8), 30000);
    private int _turns;

    public List<string> Items { get; } = [];

    /// <summary>The items of the latest request.</summary>
    public string LastSent { get; private set; } = "[]";

    /// <summary>Bytes of content that was never sent before; the instructions of all threads are the same.</summary>
    public long NewBytes { get; private set; } = seed == 1 ? 50000 : 0;

    public IEnumerable<JournalEntry> NextTurn()
    {
        _turns++;
        Add($$"""{"type":"message","role":"user","content":[{"type":"input_text","text":{{Quoted(300)}}}]}""");
        for (int step = 0; step < 3; step++)
        {
            yield return Request();
            string arguments = Quoted(400);
            string call = $$"""{"type":"function_call","call_id":"call_{{thread}}_{{_turns}}_{{step}}","name":"shell","arguments":{{arguments}}}""";
            yield return TemporaryJournals.Entry($$$"""{"status":200,"body":{"id":"resp_{{{_turns}}}_{{{step}}}","output":[{{{call}}}]}}""", kind: EventKinds.LlmResponse);
            Add(call);
            string output = Quoted(_random.Next(1500, 6000));
            yield return Hook("PreToolUse", $$$""","tool_input":{"command":{{{arguments}}}}""");
            yield return Hook("PostToolUse", $$$""","tool_input":{"command":{{{arguments}}}},"tool_response":{{{output}}}""");
            Add($$"""{"type":"function_call_output","call_id":"call_{{thread}}_{{_turns}}_{{step}}","output":{{output}}}""");
        }

        if (_turns % 10 == 0)
        {
            // The history is rewritten: what is kept was sent before, so nothing of it is new.
            Items.RemoveRange(1, Items.Count / 2);
        }
    }

    private static string Words(Random random, int length)
    {
        StringBuilder text = new();
        while (text.Length < length)
        {
            text.Append(random.Next()).Append(' ');
        }

        return text.ToString(0, length);
    }

    private string Quoted(int length) => JsonSerializer.Serialize(Words(_random, length));

    private void Add(string item)
    {
        Items.Add(item);
        NewBytes += Encoding.UTF8.GetByteCount(item);
    }

    private JournalEntry Request()
    {
        LastSent = "[" + string.Join(',', Items) + "]";
        return TemporaryJournals.Request(
            $$"""{"model":"m","instructions":"{{_instructions}}","tools":[{"name":"shell","description":"{{_tools}}"}],"input":{{LastSent}},"stream":true}""",
            thread,
            data: $$"""{"api":"openai.responses","path":"/v1/responses","thread":"{{thread}}"}""");
    }

    private JournalEntry Hook(string name, string more) => TemporaryJournals.Entry(
        $$$"""{"payload":{"session_id":"s","turn_id":"turn {{{_turns}}}","cwd":"/home/user/work","hook_event_name":"{{{name}}}","model":"m","tool_name":"Bash","tool_use_id":"call_{{{thread}}}_{{{_turns}}}"{{{more}}}}}""");
}
