// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Atif;

/// <summary>Writes trajectories, subagents within.</summary>
internal sealed class AtifTrajectoryWriter(Utf8JsonWriter writer, Session session, AtifOptions options)
{
    public void Write(AtifTrajectory trajectory)
    {
        writer.WriteStartObject();
        writer.WriteString("schema_version", AtifExporter.SchemaVersion);
        writer.WriteString("session_id", session.Id);
        writer.WriteString("trajectory_id", trajectory.Id);
        WriteAgent(trajectory);
        writer.WriteStartArray("steps");
        AtifStepWriter steps = new(writer, session, options.Images);
        for (int i = 0; i < trajectory.Steps.Count; i++)
        {
            steps.Write(trajectory.Steps[i], i + 1);
        }

        writer.WriteEndArray();
        WriteFinalMetrics(trajectory);
        WriteSubagents(trajectory);
        WriteExtra(trajectory);
        writer.WriteEndObject();
    }

    public static string Timestamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private void WriteAgent(AtifTrajectory trajectory)
    {
        writer.WriteStartObject("agent");
        writer.WriteString("name", options.AgentName ?? session.Agent);
        writer.WriteString("version", session.AgentVersion ?? options.AgentVersion ?? "unknown");
        WriteText("model_name", trajectory.ModelName ?? options.ModelName);

        JsonElement? tools = trajectory.Turns.SelectMany(t => t.Items).OfType<LlmCall>().Select(c => c.Request?.Tools).FirstOrDefault(t => t is not null) ?? options.ToolDefinitions;
        if (tools is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0)
        {
            writer.WriteStartArray("tool_definitions");
            foreach (JsonElement tool in list.EnumerateArray())
            {
                WriteTool(tool);
            }

            writer.WriteEndArray();
        }

        WriteAgentExtra(trajectory.Subagent);

        writer.WriteEndObject();
    }

    private void WriteAgentExtra(Subagent? subagent)
    {
        JsonElement? given = subagent is null && options.AgentExtra is { ValueKind: JsonValueKind.Object } extra ? extra : null;
        if (given is null && (subagent?.Type ?? subagent?.Name) is null)
        {
            return;
        }

        writer.WriteStartObject("extra");
        WriteText("agent_type", subagent?.Type);
        WriteText("agent_name", subagent?.Name);
        foreach (JsonProperty member in given?.EnumerateObject() ?? default)
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>The format wants <c>{type:"function",function:{…}}</c>; tools that are no functions are kept as they are.</summary>
    private void WriteTool(JsonElement tool)
    {
        if (tool.TextAt("type") is not (null or "function") || tool.At("function") is not null || tool.TextAt("name") is not { } name)
        {
            tool.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type", "function");
        writer.WriteStartObject("function");
        writer.WriteString("name", name);
        WriteText("description", tool.TextAt("description"));
        if (tool.First("parameters", "input_schema") is { } parameters)
        {
            writer.WritePropertyName("parameters");
            parameters.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteFinalMetrics(AtifTrajectory trajectory)
    {
        writer.WriteStartObject("final_metrics");
        if (trajectory.Usage is { } usage)
        {
            WriteNumber("total_prompt_tokens", usage.Input);
            WriteNumber("total_completion_tokens", usage.Output);
            WriteNumber("total_cached_tokens", usage.CacheRead);
            if (usage.CostUsd is { } cost)
            {
                writer.WriteNumber("total_cost_usd", cost);
            }
        }

        writer.WriteNumber("total_steps", trajectory.Steps.Count);
        writer.WriteEndObject();
    }

    private void WriteSubagents(AtifTrajectory trajectory)
    {
        if (trajectory.Subagents.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("subagent_trajectories");
        foreach (Subagent subagent in trajectory.Subagents)
        {
            (List<AtifStep> steps, List<Subagent> nested) = AtifProjection.Of(subagent.Turns);
            Write(new AtifTrajectory
            {
                Id = subagent.Id,
                Turns = subagent.Turns,
                Steps = steps,
                Subagents = nested,
                ModelName = subagent.Turns.SelectMany(t => t.Items).OfType<LlmCall>().LastOrDefault(c => c.Model is not null)?.Model ?? session.Model,
                Usage = WithNested(subagent),
                Subagent = subagent,
            });
        }

        writer.WriteEndArray();
    }

    private static TokenUsage? WithNested(Subagent subagent)
    {
        TokenUsage? sum = subagent.Usage;
        foreach (Subagent nested in subagent.Turns.SelectMany(t => t.Items).OfType<Subagent>())
        {
            if (WithNested(nested) is { } usage)
            {
                sum = TokenUsage.Add(sum ?? new TokenUsage(), usage);
            }
        }

        return sum;
    }

    private void WriteExtra(AtifTrajectory trajectory)
    {
        writer.WriteStartObject("extra");
        writer.WriteStartArray("turns");
        foreach (Turn turn in trajectory.Turns)
        {
            writer.WriteStartObject();
            writer.WriteString("turn_id", turn.Id);
            writer.WriteString("source", turn.Source);
            writer.WriteString("status", StatusText.Of(turn.Status));
            WriteText("end_reason", turn.EndReason);
            writer.WriteString("started_at", Timestamp(turn.StartedAt));
            WriteText("ended_at", turn.EndedAt is { } ended ? Timestamp(ended) : null);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (trajectory.Subagent is { } subagent)
        {
            writer.WriteString("status", StatusText.Of(subagent.Status));
            WriteText("parent_agent_id", subagent.ParentId);
        }
        else
        {
            WriteRecorder();
        }

        writer.WriteEndObject();
    }

    private void WriteRecorder()
    {
        writer.WriteStartObject("nemo_flow");
        writer.WriteString("version", options.RecorderVersion);
        writer.WriteString("state", session.State switch { SessionState.Ended => "ended", SessionState.Interrupted => "interrupted", _ => "active" });
        WriteText("end_reason", session.EndReason);
        WriteText("cwd", session.WorkingDirectory);
        WriteText("transcript_path", session.TranscriptPath);
        WriteNumber("exit_code", session.ExitCode);
        if (session.GivenMetadata.Count > 0)
        {
            writer.WriteStartObject("metadata");
            foreach ((string name, string value) in session.GivenMetadata.OrderBy(m => m.Key, StringComparer.Ordinal))
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        writer.WriteNumber("model_requests", session.Counts.ModelRequests);
        writer.WriteStartObject("hooks");
        foreach ((string name, int count) in session.Counts.Hooks)
        {
            writer.WriteNumber(name, count);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("journal");
        foreach ((string file, long sequence) in options.JournalPositions)
        {
            writer.WriteNumber(file, sequence);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteText(string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private void WriteNumber(string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
