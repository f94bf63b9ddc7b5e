// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Tests;

/// <summary>Members and their types: no object may have a member that the format does not know.</summary>
internal sealed class AtifShape(List<string> problems)
{
    private delegate void Check(JsonElement value, string place);

    private readonly record struct Member(Check Check, bool Required = false, bool Nullable = true);

    public void Trajectory(JsonElement value, string place) => Object(value, place, new()
    {
        ["schema_version"] = new(OneOf("ATIF-v1.0", "ATIF-v1.1", "ATIF-v1.2", "ATIF-v1.3", "ATIF-v1.4", "ATIF-v1.5", "ATIF-v1.6", "ATIF-v1.7"), Required: true, Nullable: false),
        ["session_id"] = new(Text),
        ["trajectory_id"] = new(Text),
        ["agent"] = new(Agent, Required: true, Nullable: false),
        ["steps"] = new(List(Step, atLeastOne: true), Required: true, Nullable: false),
        ["notes"] = new(Text),
        ["final_metrics"] = new(FinalMetrics),
        ["continued_trajectory_ref"] = new(Text),
        ["extra"] = new(AnyObject),
        ["subagent_trajectories"] = new(List(Trajectory)),
    });

    private void Agent(JsonElement value, string place) => Object(value, place, new()
    {
        ["name"] = new(Text, Required: true, Nullable: false),
        ["version"] = new(Text, Required: true, Nullable: false),
        ["model_name"] = new(Text),
        ["tool_definitions"] = new(List(AnyObject)),
        ["extra"] = new(AnyObject),
    });

    private void Step(JsonElement value, string place) => Object(value, place, new()
    {
        ["step_id"] = new(Count, Required: true, Nullable: false),
        ["timestamp"] = new(Text),
        ["source"] = new(OneOf("system", "user", "agent"), Required: true, Nullable: false),
        ["model_name"] = new(Text),
        ["reasoning_effort"] = new(TextOrNumber),
        ["message"] = new(Content, Required: true, Nullable: false),
        ["reasoning_content"] = new(Text),
        ["tool_calls"] = new(List(ToolCall)),
        ["observation"] = new(Observation),
        ["metrics"] = new(Metrics),
        ["is_copied_context"] = new(Flag),
        ["llm_call_count"] = new(Count),
        ["extra"] = new(AnyObject),
    });

    private void ToolCall(JsonElement value, string place) => Object(value, place, new()
    {
        ["tool_call_id"] = new(Text, Required: true, Nullable: false),
        ["function_name"] = new(Text, Required: true, Nullable: false),
        ["arguments"] = new(AnyObject, Required: true, Nullable: false),
        ["extra"] = new(AnyObject),
    });

    private void Observation(JsonElement value, string place) => Object(value, place, new() { ["results"] = new(List(Result), Required: true, Nullable: false) });

    private void Result(JsonElement value, string place) => Object(value, place, new()
    {
        ["source_call_id"] = new(Text),
        ["content"] = new(Content),
        ["subagent_trajectory_ref"] = new(List(Reference)),
        ["extra"] = new(AnyObject),
    });

    private void Reference(JsonElement value, string place) => Object(value, place, new()
    {
        ["trajectory_id"] = new(Text),
        ["trajectory_path"] = new(Text),
        ["session_id"] = new(Text),
        ["extra"] = new(AnyObject),
    });

    private void Metrics(JsonElement value, string place) => Object(value, place, new()
    {
        ["prompt_tokens"] = new(Count),
        ["completion_tokens"] = new(Count),
        ["cached_tokens"] = new(Count),
        ["cost_usd"] = new(Number),
        ["prompt_token_ids"] = new(List(Count)),
        ["completion_token_ids"] = new(List(Count)),
        ["logprobs"] = new(List(Number)),
        ["extra"] = new(AnyObject),
    });

    private void FinalMetrics(JsonElement value, string place) => Object(value, place, new()
    {
        ["total_prompt_tokens"] = new(Count),
        ["total_completion_tokens"] = new(Count),
        ["total_cached_tokens"] = new(Count),
        ["total_cost_usd"] = new(Number),
        ["total_steps"] = new(Count),
        ["extra"] = new(AnyObject),
    });

    private void Content(JsonElement value, string place)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            List(Part)(value, place);
        }
        else
        {
            Text(value, place);
        }
    }

    private void Part(JsonElement value, string place) => Object(value, place, new()
    {
        ["type"] = new(OneOf("text", "image"), Required: true, Nullable: false),
        ["text"] = new(Text),
        ["source"] = new(Source),
    });

    private void Source(JsonElement value, string place) => Object(value, place, new()
    {
        ["media_type"] = new(OneOf("image/jpeg", "image/png", "image/gif", "image/webp"), Required: true, Nullable: false),
        ["path"] = new(Text, Required: true, Nullable: false),
    });

    private void Object(JsonElement value, string place, Dictionary<string, Member> members)
    {
        if (!Is(value, place, JsonValueKind.Object))
        {
            return;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            string at = place + "." + property.Name;
            if (!seen.Add(property.Name))
            {
                problems.Add(at + ": twice");
            }
            else if (!members.TryGetValue(property.Name, out Member member))
            {
                problems.Add(at + ": not a member of the format");
            }
            else if (property.Value.ValueKind != JsonValueKind.Null || !member.Nullable)
            {
                member.Check(property.Value, at);
            }
        }

        problems.AddRange(members.Where(m => m.Value.Required && !seen.Contains(m.Key)).Select(m => $"{place}.{m.Key}: missing"));
    }

    private Check List(Check item, bool atLeastOne = false) => (value, place) =>
    {
        if (!Is(value, place, JsonValueKind.Array))
        {
            return;
        }

        if (atLeastOne && value.GetArrayLength() == 0)
        {
            problems.Add(place + ": empty");
        }

        int index = 0;
        foreach (JsonElement element in value.EnumerateArray())
        {
            item(element, $"{place}[{index++}]");
        }
    };

    private Check OneOf(params string[] values) => (value, place) =>
    {
        if (value.ValueKind != JsonValueKind.String || !values.Contains(value.GetString()))
        {
            problems.Add($"{place}: {value.GetRawText()} is none of {string.Join(", ", values)}");
        }
    };

    private void Text(JsonElement value, string place) => Is(value, place, JsonValueKind.String);

    private void AnyObject(JsonElement value, string place) => Is(value, place, JsonValueKind.Object);

    private void Number(JsonElement value, string place) => Is(value, place, JsonValueKind.Number);

    private void Flag(JsonElement value, string place)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            problems.Add($"{place}: {value.ValueKind}, not a boolean");
        }
    }

    private void TextOrNumber(JsonElement value, string place)
    {
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            problems.Add($"{place}: {value.ValueKind}, neither text nor number");
        }
    }

    private void Count(JsonElement value, string place)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out long number) || number < 0)
        {
            problems.Add($"{place}: {value.GetRawText()} is no whole number from 0");
        }
    }

    private bool Is(JsonElement value, string place, JsonValueKind kind)
    {
        if (value.ValueKind == kind)
        {
            return true;
        }

        problems.Add($"{place}: {value.ValueKind}, not {kind}");
        return false;
    }
}
