// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Codecs;
using NemoFlow.Hooks;
using NemoFlow.Text;

namespace NemoFlow.Agents.Hermes;

/// <summary>Reads the hooks around Hermes's requests to a provider.</summary>
internal static class HermesModelCalls
{
    private static readonly string[] RequestFacts =
    [
        "model", "provider", "base_url", "api_mode", "message_count", "tool_count", "approx_input_tokens", "request_char_count", "max_tokens", "retry_count",
    ];

    private static readonly string[] ResponseFacts =
    [
        "model", "response_model", "provider", "api_duration", "finish_reason", "message_count", "usage", "assistant_content_chars", "assistant_tool_call_count",
        "status_code", "error", "reason", "retryable",
    ];

    public static AgentEvent Read(AgentEvent e, string normalized)
    {
        JsonElement payload = e.Payload;
        bool ended = e.Kind == AgentEventKind.LlmEnded;
        bool failed = normalized == "apirequesterror";
        string api = Api(HermesAdapter.Field(payload, "api_mode"));
        JsonElement? request = ended ? null : ExactRequest(payload);
        (JsonElement Body, string Api)? response = ended && !failed ? ExactResponse(payload, api) : null;
        return e with
        {
            Usage = UsageReading.Read(Member(payload, "usage") ?? response?.Body.At("usage")),
            Status = failed ? "failed" : ended ? "completed" : null,
            Text = failed ? Error(payload) : null,
            ModelCall = new HookModelCall
            {
                Id = CallId(e, payload),
                Api = api,
                Provider = HermesAdapter.Field(payload, "provider"),
                Model = HermesAdapter.Field(payload, ended ? "response_model" : "model") ?? HermesAdapter.Field(payload, "model"),
                Request = ended ? null : request ?? Summary(payload, RequestFacts, e.RawName),
                Response = ended ? response?.Body ?? Summary(payload, ResponseFacts, e.RawName) : null,
                ResponseApi = response?.Api,
                IsExact = ended ? response is not null : request is not null,
                FinishReason = HermesAdapter.Field(payload, "finish_reason"),
                HttpStatus = (int?)(payload.LongAt("status_code") ?? payload.LongAt("extra.status_code")),
            },
        };
    }

    /// <summary>The names by which Hermes tells providers' APIs apart.</summary>
    private static string Api(string? mode) => mode switch
    {
        "chat_completions" => "openai.chat_completions",
        "responses" or "codex_responses" => "openai.responses",
        "anthropic_messages" or "messages" => "anthropic.messages",
        _ => "hook",
    };

    private static string CallId(AgentEvent e, JsonElement payload) => HermesAdapter.Field(payload, "api_request_id")
        ?? $"{e.SessionId}:{HermesAdapter.Field(payload, "task_id")}:{HermesAdapter.Field(payload, "api_call_count")}";

    private static JsonElement? Member(JsonElement payload, string name) => payload.At(name) ?? payload.At("extra." + name);

    /// <summary>The provider's request, unless Hermes cut it short.</summary>
    private static JsonElement? ExactRequest(JsonElement payload)
    {
        JsonElement? request = Member(payload, "request");
        JsonElement? body = request?.At("body") ?? request;
        return body is { ValueKind: JsonValueKind.Object } exact && !exact.IsTrue("_truncated") && !request!.Value.IsTrue("_truncated") ? exact : null;
    }

    private static (JsonElement Body, string Api)? ExactResponse(JsonElement payload, string api)
    {
        foreach (string name in (ReadOnlySpan<string>)["raw_response", "response"])
        {
            if (Member(payload, name) is { ValueKind: JsonValueKind.Object } response && !response.IsTrue("_truncated") && Shape(response) is { } shape)
            {
                return (response, shape);
            }
        }

        JsonElement? message = Member(payload, "assistant_message") ?? Member(payload, "response")?.At("assistant_message");
        return message is { ValueKind: JsonValueKind.Object } told ? (AsChat(told, payload), "openai.chat_completions") : null;

        string? Shape(JsonElement response)
        {
            if (response.At("choices") is not null)
            {
                return "openai.chat_completions";
            }

            return response.At("output") is not null ? "openai.responses" : response.At("content") is not null ? "anthropic.messages" : null;
        }
    }

    /// <summary>Hermes has one form for the messages of all providers: that of Chat Completions.</summary>
    private static JsonElement AsChat(JsonElement message, JsonElement payload) => JsonBuilding.Build(writer =>
    {
        writer.WriteStartObject();
        Copy(writer, "model", Member(payload, "response_model") ?? Member(payload, "model"));
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        writer.WriteNumber("index", 0);
        Copy(writer, "finish_reason", Member(payload, "finish_reason"));
        Copy(writer, "message", message);
        writer.WriteEndObject();
        writer.WriteEndArray();
        Copy(writer, "usage", Member(payload, "usage"));
        writer.WriteEndObject();
    });

    private static JsonElement Summary(JsonElement payload, string[] facts, string source) => JsonBuilding.Build(writer =>
    {
        writer.WriteStartObject();
        foreach (string fact in facts)
        {
            Copy(writer, fact, Member(payload, fact));
        }

        writer.WriteStartObject("fidelity");
        writer.WriteBoolean("provider_payload_exact", false);
        writer.WriteString("source", source);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static string Error(JsonElement payload) =>
        Member(payload, "error")?.TextAt("message") ?? Member(payload, "error")?.Scalar() ?? HermesAdapter.Field(payload, "reason") ?? "the request failed";

    private static void Copy(Utf8JsonWriter writer, string name, JsonElement? value)
    {
        if (value is { } element)
        {
            writer.WritePropertyName(name);
            element.WriteVerbatimTo(writer);
        }
    }
}
