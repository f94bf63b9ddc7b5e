// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Exporters.Atif;

/// <summary>Writes steps.</summary>
internal sealed class AtifStepWriter(Utf8JsonWriter writer, Session session, AtifImages? images)
{
    private readonly AtifCallExtra _callExtra = new(writer);

    public void Write(AtifStep step, int id)
    {
        writer.WriteStartObject();
        writer.WriteNumber("step_id", id);
        writer.WriteString("timestamp", AtifTrajectoryWriter.Timestamp(step.Time));
        writer.WriteString("source", step.Source);
        if (step.Source == "agent")
        {
            WriteText("model_name", step.Call?.Model);
            WriteText("reasoning_effort", step.Call?.Request?.ReasoningEffort);
        }

        if (!AtifParts.TryWrite(writer, "message", Said(step), images))
        {
            writer.WriteString("message", step.Message);
        }

        if (step.LlmCallCount is not 0)
        {
            WriteText("reasoning_content", step.Call?.Response?.Reasoning);
        }

        WriteToolCalls(step);
        WriteObservation(step);
        if (step.Call?.Usage is { } usage)
        {
            AtifMetrics.Write(writer, usage);
        }

        if (step.LlmCallCount is { } count)
        {
            writer.WriteNumber("llm_call_count", count);
        }

        WriteExtra(step);
        writer.WriteEndObject();
    }

    /// <summary>The user's message as it was sent, which may hold images.</summary>
    private static JsonElement? Said(AtifStep step) =>
        step.Source == "user" ? step.Request?.Request?.NewItems.LastOrDefault(i => i is { Kind: LlmItemKind.Message, Role: "user" } && i.Text == step.Message)?.Raw : null;

    private void WriteToolCalls(AtifStep step)
    {
        if (step.ToolCalls.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("tool_calls");
        foreach (AtifToolCall tool in step.ToolCalls)
        {
            writer.WriteStartObject();
            writer.WriteString("tool_call_id", tool.Id);
            writer.WriteString("function_name", tool.Name);
            writer.WritePropertyName("arguments");
            AtifArguments.Write(writer, tool.Call?.Arguments);
            if (tool.Call is { } call)
            {
                writer.WriteStartObject("extra");
                WriteToolFacts(call);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteToolFacts(ToolCall call)
    {
        writer.WriteString("status", StatusText.Of(call.Status));
        WriteText("status_text", call.StatusText);
        WriteText("hook_name", call.HookName == call.Name ? null : call.HookName);
        WriteText("parent_tool_call_id", call.ParentToolCallId);
        writer.WriteString("started_at", AtifTrajectoryWriter.Timestamp(call.StartedAt));
        if (call.Duration is { } duration)
        {
            writer.WriteNumber("duration_ms", Math.Round(duration.TotalMilliseconds, 3));
        }

        if (call.StartUnknown)
        {
            writer.WriteBoolean("start_unknown", true);
        }
    }

    private void WriteObservation(AtifStep step)
    {
        List<AtifToolCall> observed = step.ToolCalls.FindAll(t => t.Call?.Result is not null || t.Subagents.Count > 0);
        if (observed.Count == 0 && step.Orphans.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("observation");
        writer.WriteStartArray("results");
        foreach (AtifToolCall tool in observed)
        {
            writer.WriteStartObject();
            writer.WriteString("source_call_id", tool.Id);
            WriteResult(tool.Call?.Result, tool.Subagents, null);
            writer.WriteEndObject();
        }

        foreach (ToolCall orphan in step.Orphans)
        {
            writer.WriteStartObject();
            WriteResult(orphan.Result, [], orphan);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteResult(JsonElement? result, IReadOnlyList<Subagent> subagents, ToolCall? orphan)
    {
        string? text = AtifResult.Text(result);
        if (!AtifParts.TryWrite(writer, "content", result, images))
        {
            WriteText("content", text);
        }

        if (subagents.Count > 0)
        {
            writer.WriteStartArray("subagent_trajectory_ref");
            foreach (Subagent subagent in subagents)
            {
                writer.WriteStartObject();
                writer.WriteString("trajectory_id", subagent.Id);
                writer.WriteString("session_id", session.Id);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        bool structured = text is null && result is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) };
        if (!structured && orphan is null)
        {
            return;
        }

        writer.WriteStartObject("extra");
        if (structured)
        {
            writer.WritePropertyName("tool_result");
            AtifContent.Write(writer, result!.Value);
        }

        if (orphan is not null)
        {
            writer.WriteString("event_name", orphan.Name);
            writer.WriteString("tool_call_id", orphan.Id);
            writer.WritePropertyName("arguments");
            AtifArguments.Write(writer, orphan.Arguments);
            WriteToolFacts(orphan);
        }

        writer.WriteEndObject();
    }

    private void WriteExtra(AtifStep step)
    {
        if (step.Call is null && step.Request is null && step.FailedAttempts.Count == 0 && step.ContextManagement is null && step.Turn is null)
        {
            return;
        }

        writer.WriteStartObject("extra");
        WriteText("turn_id", step.Turn?.Id);
        if (step.Request is { } request)
        {
            _callExtra.WriteRequest(request);
        }

        if (step.Call is { } call)
        {
            _callExtra.WriteCall(call);
        }

        if (step.FailedAttempts.Count > 0)
        {
            writer.WriteStartArray("failed_attempts");
            foreach (LlmCall failed in step.FailedAttempts)
            {
                writer.WriteStartObject();
                _callExtra.WriteFacts(failed);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (step.ContextManagement is { } type)
        {
            writer.WriteStartObject("context_management");
            writer.WriteString("type", type);
            writer.WriteString("boundary", "replace");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteText(string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
