// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NemoFlow.Text;

namespace NemoFlow.Rendering;

/// <summary>A session as a tree: turns, and in them model calls, tool calls and subagents in the order in which they began.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="width">Longer lines are cut.</param>
/// <param name="style">Colours; null writes none.</param>
public sealed class SessionTree(TextWriter output, int width, TreeStyle? style = null)
{
    private readonly TreeStyle _style = style ?? TreeStyle.Plain;

    /// <summary>Writes the tree.</summary>
    public void Write(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        output.WriteLine(SessionLine.Summary(session));
        string facts = string.Join(" · ", new[] { session.Agent + (session.AgentVersion is { } v ? " " + v : ""), session.Model, session.WorkingDirectory }.OfType<string>());
        output.WriteLine("  " + PrintableText.Safe(facts));
        WriteTurns(session.Turns, "  ");
    }

    private void WriteTurns(IReadOnlyList<Turn> turns, string indent)
    {
        for (int i = 0; i < turns.Count; i++)
        {
            Turn turn = turns[i];
            bool last = i == turns.Count - 1;
            Line(indent, last, HeadStyle(turn.Status, _style.Turn), $"turn {turn.Index} · {SessionLine.Duration(turn.Duration)}{End(turn.Status)}{Said(turn.Prompt)}");
            WriteItems(turn, indent + (last ? "   " : "│  "));
        }
    }

    private void WriteItems(Turn turn, string indent)
    {
        List<TurnItem> shown = [.. turn.Items.Where(i => i is not Mark)];
        for (int i = 0; i < shown.Count; i++)
        {
            bool last = i == shown.Count - 1;
            switch (shown[i])
            {
                case LlmCall call:
                    Line(indent, last, HeadStyle(call.Status, _style.Model), Describe(call));
                    break;
                case ToolCall tool:
                    Line(indent, last, HeadStyle(tool.Status, _style.Tool), Describe(tool));
                    break;
                case Subagent subagent:
                    Line(indent, last, HeadStyle(subagent.Status, _style.Subagent), $"subagent {subagent.Name ?? subagent.Type ?? subagent.Id} · {SessionLine.Duration(subagent.Duration)}");
                    WriteTurns(subagent.Turns, indent + (last ? "   " : "│  "));
                    break;
                default:
                    break;
            }
        }
    }

    private static string Describe(LlmCall call)
    {
        string tokens = call.Usage is null ? "" : " · " + SessionLine.Tokens(call.Usage);
        string owner = Owner(call.OwnerId, call.CorrelationSource, call.CorrelationScore);
        string said = call.Status == CallStatus.Completed ? Said(call.Response?.Text) : End(call.Status) + (string.IsNullOrEmpty(call.Error) ? "" : ": " + PrintableText.Line(call.Error));
        return $"model {call.Model} · {SessionLine.Duration(call.Duration)}{tokens}{owner}{said}{Missing(call)}";
    }

    /// <summary>An answer of which nothing could be read looks like an empty one otherwise.</summary>
    private static string Missing(LlmCall call) =>
        call is { Status: CallStatus.Completed, Flags.Count: > 0 } && call.Response is not { Items.Count: > 0 } ? " · not read: " + string.Join(", ", call.Flags) : "";

    /// <summary>How it ended, where that is worth a word; what is open says so in place of its duration.</summary>
    private static string End(CallStatus status) => status is CallStatus.Completed or CallStatus.Open ? "" : " · " + status.ToString().ToLowerInvariant();

    private static string Said(string? text) => PrintableText.Line(text) is { Length: > 0 } line ? " · " + line : "";

    private static string Describe(ToolCall tool)
    {
        string arguments = tool.Arguments is { } a ? Said(a.Scalar() ?? a.GetRawText()) : "";
        string owner = tool.CorrelationSource is "matched_hint" ? Owner(tool.OwnerId, tool.CorrelationSource, tool.CorrelationScore) : "";
        return $"tool {tool.Name} · {SessionLine.Duration(tool.Duration)}{End(tool.Status)}{owner}{arguments}";
    }

    /// <summary>Whose it is and why; nothing where the agent itself says that it is the root's, or nobody was asked.</summary>
    private static string Owner(string? id, string? source, int? score) => source is null || (id is null && source == "agent_id")
        ? ""
        : $" · {(id is null ? "root" : "of " + Short(id))} by {source}{(score is > 0 ? " " + score.Value.ToString(CultureInfo.InvariantCulture) : "")}";

    private static string Short(string id) => id.Length <= 13 ? id : id[..12] + "…";

    private string HeadStyle(CallStatus status, string usual) => status is CallStatus.Failed or CallStatus.Denied ? _style.Failed : usual;

    /// <summary>The head, up to the first dot, is what the eye looks for; escape sequences take no width.</summary>
    private void Line(string indent, bool last, string headStyle, string text)
    {
        string branch = indent + (last ? "└─ " : "├─ ");
        int room = Math.Max(1, width - branch.Length);
        string shown = PrintableText.Cut(PrintableText.Safe(text), room);
        int head = shown.IndexOf(" · ", StringComparison.Ordinal) is int dot and > 0 ? dot : shown.Length;
        output.Write(Styled(_style.Branch, branch));
        output.Write(Styled(headStyle, shown[..head]));
        output.WriteLine(shown[head..]);
    }

    private string Styled(string start, string text) => start.Length == 0 ? text : start + text + _style.Reset;
}
