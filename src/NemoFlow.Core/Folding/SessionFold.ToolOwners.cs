// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Folding;

public sealed partial class SessionFold
{
    private const int IdPoints = 12;
    private const int NamePoints = 4;
    private const int ArgumentPoints = 1;

    /// <summary>
    /// The agent's own word, else the owner of the model call that asked for the tool, else the root agent. Without an id only one call
    /// with the same name and the same arguments counts; the name alone says nothing.
    /// </summary>
    private ToolOwner OwnerOf(AgentEvent hook, DateTimeOffset time)
    {
        _tools.TryGetValue(hook.ToolCallId!, out ToolState? known);
        int? score = known?.LlmCall is null ? null : IdPoints + LikenessOf(known, hook);
        if (hook.SubagentId is not null)
        {
            return new ToolOwner(ThreadOf(hook, time), "agent_id", score);
        }

        if (OwnerOfTurn(hook.TurnId) is { IsRoot: false } standIn)
        {
            return new ToolOwner(standIn, "agent_id", score);
        }

        if (score is not null)
        {
            return new ToolOwner(known!.Owner, "single_hint", score);
        }

        if (hook.ToolCallIdMinted)
        {
            bool ends = hook.Kind == AgentEventKind.ToolEnded;
            List<ToolState> like = OpenTools().FindAll(t => t.LlmCall is not null && t.Parent is null
                && !(ends ? t.EndedByHook : t.StartedByHook) && LikenessOf(t, hook) == NamePoints + ArgumentPoints);
            if (like.Count > 0 && like.TrueForAll(t => t.Owner == like[0].Owner))
            {
                return new ToolOwner(like[0].Owner, like.Count == 1 ? "single_hint" : "matched_hint", NamePoints + ArgumentPoints);
            }
        }

        return new ToolOwner(_root, "agent_fallback", null);
    }

    /// <summary>Whose tool calls a request brings the results of; null where it brings none that are still awaited, or those of several.</summary>
    private AgentThread? AskedForTools(LlmRequest? request)
    {
        AgentThread? asked = null;
        foreach (LlmItem item in request?.NewItems ?? [])
        {
            if (item.Kind != LlmItemKind.ToolResult || item.CallId is null || !_tools.TryGetValue(item.CallId, out ToolState? tool)
                || tool.LlmCall is null || tool.ModelResult is not null)
            {
                continue;
            }

            if (asked is not null && asked != tool.Owner)
            {
                return null;
            }

            asked = tool.Owner;
        }

        return asked;
    }

    private static int LikenessOf(ToolState tool, AgentEvent hook) =>
        (tool.Name == hook.ToolName ? NamePoints : 0) + (SameArguments(tool.Arguments, hook.Arguments) ? ArgumentPoints : 0);

    /// <summary>Models write arguments as JSON in a string, hooks as an object.</summary>
    private static bool SameArguments(JsonElement? left, JsonElement? right) =>
        Unwrapped(left) is { } one && Unwrapped(right) is { } other && JsonElement.DeepEquals(one, other);

    private static JsonElement? Unwrapped(JsonElement? arguments)
    {
        try
        {
            return arguments is { ValueKind: JsonValueKind.String } text && text.Scalar() is { } json ? JsonElement.Parse(json) : arguments;
        }
        catch (JsonException)
        {
            return arguments;
        }
    }
}
