// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NemoFlow.Rehearsal.Api;

/// <summary>Finds the user's prompts among messages of roles, which the Messages and the Chat Completions APIs have in common.</summary>
/// <remarks>
/// A text in tags, such as <c>&lt;system-reminder&gt;</c> or <c>&lt;task-notification&gt;</c>, is context. The results of tools,
/// whatever is said beside them, the summary after a compaction and the request to go on continue the turn.
/// </remarks>
internal sealed partial class RolePrompts
{
    /// <summary>How texts begin that agents write themselves to go on with a turn: after a compaction, a stream that broke off, an answer that was too long.</summary>
    private static readonly string[] Continuations =
    [
        "This session is being continued from a previous conversation",
        "Your response above was cut off mid-stream",
        "Output token limit hit.",
    ];

    private const string CompactionTask = "Your task is to create a detailed summary of";

    /// <summary>The latest prompt; empty when there is none.</summary>
    public string Prompt { get; private set; } = string.Empty;

    /// <summary>How many prompts there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether only context follows the latest prompt.</summary>
    public bool StartsPrompt { get; private set; }

    /// <summary>Whether the latest prompt asks for a summary of the conversation.</summary>
    public bool AsksForSummary { get; private set; }

    public static RolePrompts Read(JsonElement body)
    {
        RolePrompts prompts = new();
        foreach (JsonElement message in Json.Items(body, "messages"))
        {
            string? role = Json.Text(message, "role");
            prompts.AsksForSummary = false;
            if (role == "user")
            {
                prompts.AddUser(message);
            }
            else if (role is not ("system" or "developer"))
            {
                prompts.StartsPrompt = false;
            }
        }

        return prompts;
    }

    private void AddUser(JsonElement message)
    {
        List<string> texts = Json.Text(message, "content") is { } whole ? [whole] : [];
        texts.AddRange(Json.Items(message, "content").Select(static part => Json.Text(part, "text")).OfType<string>());
        if (texts.Find(static text => text.Contains(CompactionTask, StringComparison.Ordinal)) is { } task)
        {
            // It may stand beside the results of the tools whose turn is interrupted.
            texts = [task];
            AsksForSummary = true;
        }
        else if (Json.Items(message, "content").Any(static part => Json.Text(part, "type") == "tool_result"))
        {
            StartsPrompt = false;
            return;
        }

        if (texts.RemoveAll(IsContinuation) > 0)
        {
            StartsPrompt = false;
        }

        texts.RemoveAll(static text => TaggedText().IsMatch(text));
        if (texts.Count > 0)
        {
            Prompt = string.Join('\n', texts);
            Count++;
            StartsPrompt = true;
        }
    }

    private static bool IsContinuation(string text)
    {
        string start = text.TrimStart();
        return Array.Exists(Continuations, words => start.StartsWith(words, StringComparison.Ordinal));
    }

    /// <summary>One or more tagged texts and nothing else.</summary>
    [GeneratedRegex(@"\A(?:\s*<([a-zA-Z_][\w-]*)[^>]*>.*?</\1>)+\s*\z", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex TaggedText();
}
