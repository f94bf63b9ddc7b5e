// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NemoFlow.Rehearsal.Api.Responses;

/// <summary>Finds the user's prompts among the items of a request.</summary>
/// <remarks>
/// Agents put more than prompts into user messages. A text in tags, such as <c>&lt;environment_context&gt;</c>, and project
/// instructions are context: they never start anything. Everything else that is no prompt (assistant messages, calls and
/// their outputs, notes from subagents, the summary after a compaction) continues the turn.
/// </remarks>
internal sealed partial class PromptScan
{
    private const string ProjectInstructions = "# AGENTS.md instructions";
    private const string CompactionSummary = "Another language model started to solve this problem";
    private const string SubagentNote = "<subagent_notification>";
    private const string NewTask = "Message Type: NEW_TASK";

    /// <summary>The latest prompt; empty when there is none.</summary>
    public string Prompt { get; private set; } = string.Empty;

    /// <summary>How many prompts there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether only context follows the latest prompt.</summary>
    public bool StartsPrompt { get; private set; }

    public static PromptScan Read(JsonElement body)
    {
        PromptScan scan = new();
        if (Json.Text(body, "input") is { } text)
        {
            scan.AddPrompt(text);
            return scan;
        }

        foreach (JsonElement item in Json.Items(body, "input"))
        {
            scan.Add(item);
        }

        return scan;
    }

    private void Add(JsonElement item)
    {
        string type = Json.Text(item, "type") ?? "message";
        string? role = Json.Text(item, "role");
        if (type == "additional_tools" || role is "developer" or "system")
        {
            return;
        }

        if (type == "agent_message")
        {
            string message = TextOf(item);
            if (message.Contains(NewTask, StringComparison.Ordinal))
            {
                AddPrompt(message);
                return;
            }
        }
        else if (type == "message" && role == "user")
        {
            AddUser(item);
            return;
        }

        StartsPrompt = false;
    }

    private void AddUser(JsonElement item)
    {
        string text = TextOf(item);
        string start = text.TrimStart();
        if (start.StartsWith(SubagentNote, StringComparison.Ordinal)
            || start.StartsWith(CompactionSummary, StringComparison.Ordinal))
        {
            StartsPrompt = false;
        }
        else if (!start.StartsWith(ProjectInstructions, StringComparison.Ordinal) && !TaggedText().IsMatch(text))
        {
            AddPrompt(text);
        }
    }

    private void AddPrompt(string text)
    {
        Prompt = text;
        Count++;
        StartsPrompt = true;
    }

    private static string TextOf(JsonElement item)
    {
        if (Json.Text(item, "content") is { } whole)
        {
            return whole;
        }

        StringBuilder text = new();
        foreach (JsonElement part in Json.Items(item, "content"))
        {
            // Multi-agent messages carry the task as "encrypted" content, which a provider that is not OpenAI sees in clear.
            text.Append(Json.Text(part, "text") ?? Json.Text(part, "encrypted_content"));
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\A\s*<([a-zA-Z_][\w-]*)[^>]*>.*</\1>\s*\z", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex TaggedText();
}
