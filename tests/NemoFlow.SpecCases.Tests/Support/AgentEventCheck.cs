// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Hooks;
using NemoFlow.SpecCases.Tests.Running;

namespace NemoFlow.SpecCases.Tests.Support;

/// <summary>Holds what an adapter read against a case's words; a member that is not known here fails.</summary>
internal static class AgentEventCheck
{
    public static void All(CaseContext c, JsonElement expected, IReadOnlyList<AgentEvent> actual)
    {
        c.Same(expected.GetArrayLength(), actual.Count, "number of events");
        foreach ((JsonElement left, AgentEvent right) in expected.EnumerateArray().Zip(actual))
        {
            One(c, left, right);
        }
    }

    public static void One(CaseContext c, JsonElement expected, AgentEvent actual)
    {
        foreach (JsonProperty member in expected.EnumerateObject())
        {
            switch (member.Name)
            {
                case "type":
                    c.Same(member.Value.GetString(), actual.Kind.ToString(), "type");
                    break;
                case "session_id":
                    c.Same(member.Value.GetString(), actual.SessionId, "session id");
                    break;
                case "session_id_prefix":
                    c.True(actual.SessionId.StartsWith(member.Value.GetString()!, StringComparison.Ordinal), "session id: " + actual.SessionId);
                    break;
                case "subagent_id":
                    c.Same(member.Value.GetString(), actual.SubagentId, "subagent id");
                    break;
                case "tool_call_id":
                    c.Same(member.Value.GetString(), actual.ToolCallId, "tool call id");
                    break;
                case "tool_call_id_prefix":
                    c.True(actual.ToolCallIdMinted && actual.ToolCallId!.StartsWith(member.Value.GetString()!, StringComparison.Ordinal), "tool call id: " + actual.ToolCallId);
                    break;
                case "tool_name":
                    c.Same(member.Value.GetString(), actual.ToolName, "tool name");
                    break;
                case "arguments":
                    c.Json(member.Value, actual.Arguments, "arguments");
                    break;
                case "result":
                    c.Json(member.Value, actual.Result, "result");
                    break;
                case "status":
                    c.Same(member.Value.GetString(), actual.Status, "status");
                    break;
                case "agent_kind":
                    c.Same(member.Value.GetString(), actual.Agent, "agent");
                    break;
                case "api_call_id":
                    c.Same(member.Value.GetString(), actual.ModelCall?.Id, "model call id");
                    break;
                case "provider":
                    c.Same(member.Value.GetString(), actual.ModelCall?.Provider, "provider");
                    break;
                case "model_name":
                    c.Same(member.Value.GetString(), actual.ModelCall?.Model, "model");
                    break;
                case "request":
                    Within(c, member.Value, actual.ModelCall?.Request, "request");
                    break;
                case "response":
                    Within(c, member.Value, actual.ModelCall?.Response, "response");
                    break;
                case "metadata":
                    foreach (JsonProperty fact in member.Value.EnumerateObject())
                    {
                        c.Same(fact.Value.GetString(), actual.Metadata.GetValueOrDefault(fact.Name), "metadata." + fact.Name);
                    }

                    break;
                default:
                    Assert.Fail("The case expects something of an event that is not looked at: " + member.Name);
                    break;
            }
        }
    }

    /// <summary>Every member that is expected is there; others may be too.</summary>
    private static void Within(CaseContext c, JsonElement expected, JsonElement? actual, string what)
    {
        if (expected.ValueKind != JsonValueKind.Object)
        {
            c.Json(expected, actual, what);
            return;
        }

        foreach (JsonProperty member in expected.EnumerateObject())
        {
            Within(c, member.Value, actual is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(member.Name, out JsonElement value) ? value : null, what + "." + member.Name);
        }
    }
}
