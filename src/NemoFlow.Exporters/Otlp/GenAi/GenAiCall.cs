// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Exporters.Spans;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Otlp.GenAi;

/// <summary>The attributes of a model call: what was asked for, what came of it, what it took. No content.</summary>
internal static class GenAiCall
{
    public static void Add(SpanNode node, AttributeList attributes)
    {
        LlmCall call = node.Call!;
        attributes.Add("gen_ai.provider.name", ModelProvider.Of(node).GenAi);
        AddServer(call, attributes);
        attributes.Add("gen_ai.agent.name", GenAiSpan.AgentName(node));
        attributes.Add("gen_ai.agent.id", node.Agent?.Id);
        attributes.Add("gen_ai.request.model", GenAiSpan.RequestModel(call));
        if (call.Request is { } request)
        {
            AddRequest(request, attributes);
        }

        attributes.Add("gen_ai.response.id", call.Response?.Id);
        attributes.Add("gen_ai.response.model", call.Response?.Model);
        attributes.Add("gen_ai.response.finish_reasons", FinishReasons(call.Response));

        if (call.Request?.Stream == true)
        {
            attributes.Add("gen_ai.response.time_to_first_chunk", call.TimeToFirstEvent?.TotalSeconds);
        }

        GenAiSpan.AddUsage(call.Usage, attributes);
        attributes.Add("gen_ai.usage.reasoning.output_tokens", call.Usage?.Reasoning);
        AddOpenAI(call, attributes);
    }

    /// <summary>Where the call went; a part of the address that was not recorded is absent.</summary>
    public static void AddServer(LlmCall call, AttributeList attributes)
    {
        attributes.Add("server.address", call.ServerAddress);
        attributes.Add("server.port", call.ServerAddress is null ? null : call.ServerPort);
    }

    /// <summary>The provider's words for why its answers ended: one for each.</summary>
    public static IReadOnlyList<string> FinishReasons(LlmResponse? response) =>
        response is null ? [] : [.. response.OtherChoices.Select(c => c.FinishReason).Prepend(response.FinishReason).OfType<string>()];

    private static void AddRequest(LlmRequest request, AttributeList attributes)
    {
        if (request.Stream)
        {
            attributes.Add("gen_ai.request.stream", true);
        }

        attributes.Add("gen_ai.request.top_k", request.Body is { ValueKind: JsonValueKind.Object } body ? Fraction(body, "top_k") : null);
        AddParameters(request, attributes);
        attributes.Add("nemo_flow.request.reasoning_effort", request.ReasoningEffort);
    }

    /// <summary>The parameters that calls and the run of an agent have in common.</summary>
    public static void AddParameters(LlmRequest request, AttributeList attributes)
    {
        if (request.Body is not { ValueKind: JsonValueKind.Object } body)
        {
            return;
        }

        attributes.Add("gen_ai.request.max_tokens", Whole(body, "max_output_tokens", "max_completion_tokens", "max_tokens"));
        attributes.Add("gen_ai.request.temperature", Fraction(body, "temperature"));
        attributes.Add("gen_ai.request.top_p", Fraction(body, "top_p"));
        attributes.Add("gen_ai.request.frequency_penalty", Fraction(body, "frequency_penalty"));
        attributes.Add("gen_ai.request.presence_penalty", Fraction(body, "presence_penalty"));
        attributes.Add("gen_ai.request.seed", Whole(body, "seed"));
        attributes.Add("gen_ai.request.choice.count", Whole(body, "n") is { } count and not 1 ? count : null);
        attributes.Add("gen_ai.request.stop_sequences", Texts(body.First("stop_sequences", "stop")));
        attributes.Add("gen_ai.output.type", body.FirstText("text.format.type", "response_format.type") switch
        {
            "json_schema" or "json_object" => "json",
            "text" => "text",
            _ => null,
        });
    }

    private static void AddOpenAI(LlmCall call, AttributeList attributes)
    {
        if (!call.Api.StartsWith("openai.", StringComparison.Ordinal))
        {
            return;
        }

        attributes.Add("openai.api.type", call.Api["openai.".Length..]);
        attributes.Add("openai.request.service_tier", call.Request?.Body?.TextAt("service_tier"));
        attributes.Add("openai.response.service_tier", call.Response?.Body?.TextAt("service_tier"));
        attributes.Add("openai.response.system_fingerprint", call.Response?.Body?.TextAt("system_fingerprint"));
    }

    private static long? Whole(JsonElement body, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (body.LongAt(name) is { } number)
            {
                return number;
            }
        }

        return null;
    }

    private static double? Fraction(JsonElement body, string name) =>
        body.At(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double number) ? number : null;

    private static List<string> Texts(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => text.Scalar() is { } one ? [one] : [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(e => e.Scalar()).OfType<string>()],
        _ => [],
    };
}
