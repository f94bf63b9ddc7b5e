// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Exporters.Otlp.GenAi;
using NemoFlow.Exporters.Spans;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Otlp.OpenInference;

/// <summary>
/// Tells a node in the OpenInference conventions. Token counts and costs stand on model calls only: backends sum over all spans, and a
/// total on the agent's span would count twice.
/// </summary>
internal sealed class OpenInferenceSpan(OtlpOptions options)
{
    private const string TextType = "text/plain";
    private const string JsonType = "application/json";

    private static readonly HashSet<string> NoParameters = ["input", "messages", "tools", "instructions", "system", "client_metadata", "metadata", "prompt_cache_key", "user"];

    private readonly OpenInferenceHiding _hide = options.Hide;

    public static string Name(SpanNode node) => node.Kind switch
    {
        SpanNodeKind.Session => "session " + node.Session.Agent,
        SpanNodeKind.Turn => GenAiSpan.AgentName(node),
        SpanNodeKind.LlmCall => GenAiSpan.Name(node),
        _ => node.Tool!.Name,
    };

    public void Add(SpanNode node, AttributeList attributes, IReadOnlyList<LlmItem> input)
    {
        attributes.Add("openinference.span.kind", node.Kind switch
        {
            SpanNodeKind.Session => "CHAIN",
            SpanNodeKind.Turn => "AGENT",
            SpanNodeKind.LlmCall => "LLM",
            _ => "TOOL",
        });
        attributes.Add("session.id", node.Session.Id);
        attributes.Add("user.id", node.Session.Metadata.GetValueOrDefault("user_id"));
        switch (node.Kind)
        {
            case SpanNodeKind.Session:
                AddMetadata(node, attributes);
                break;
            case SpanNodeKind.Turn:
                attributes.Add("agent.name", GenAiSpan.AgentName(node));
                AddInput(attributes, node.Turn!.Prompt, false);
                AddOutput(attributes, node.Turn.Response, false);
                AddMetadata(node, attributes);
                break;
            case SpanNodeKind.LlmCall:
                AddCall(node, node.Call!, attributes, input);
                break;
            default:
                AddTool(node, node.Tool!, attributes);
                break;
        }
    }

    private void AddCall(SpanNode node, LlmCall call, AttributeList attributes, IReadOnlyList<LlmItem> input)
    {
        ModelProvider provider = ModelProvider.Of(node);
        attributes.Add("llm.system", provider.OpenInference);
        attributes.Add("llm.provider", provider.OpenInference);
        attributes.Add("llm.model_name", call.Model ?? call.Request?.Model);
        attributes.Add("llm.finish_reason", call.Response?.FinishReason);
        AddTokens(call.Usage, attributes);
        bool first = options.FullRequests || call.Request?.HistoryCount is null or 0;
        if (!_hide.InvocationParameters)
        {
            attributes.Add("llm.invocation_parameters", Parameters(call.Request?.Body));
        }

        AddInput(attributes, InputText(call, input), false);
        AddOutput(attributes, OutputText(call), false);
        if (first && !_hide.Tools)
        {
            int n = 0;
            foreach (JsonElement tool in GenAiTools.All(call.Request?.Tools))
            {
                attributes.Add(string.Create(null, $"llm.tools.{n++}.tool.json_schema"), tool.GetRawText());
            }
        }

        if (!_hide.Inputs && !_hide.InputMessages)
        {
            OpenInferenceMessages messages = new(attributes, "llm.input_messages", _hide.InputText, _hide.InputImages, _hide.Base64ImageMaxLength);
            if (first && Instructions(call) is { Length: > 0 } instructions)
            {
                messages.AddText("system", instructions);
            }

            messages.Add(input);
        }

        if (!_hide.Outputs && !_hide.OutputMessages && call.Response is { } response)
        {
            new OpenInferenceMessages(attributes, "llm.output_messages", _hide.OutputText, _hide.OutputText, _hide.Base64ImageMaxLength)
                .Add([.. response.Items.Select(i => i.Kind == LlmItemKind.Message ? i with { Role = "assistant" } : i)]);
        }
    }

    private static void AddTokens(TokenUsage? usage, AttributeList attributes)
    {
        attributes.Add("llm.token_count.prompt", usage?.Input);
        attributes.Add("llm.token_count.completion", usage?.Output);
        attributes.Add("llm.token_count.total", usage?.Total ?? (usage is { Input: { } input, Output: { } output } ? input + output : null));
        attributes.Add("llm.token_count.prompt_details.cache_read", usage?.CacheRead);
        attributes.Add("llm.token_count.prompt_details.cache_write", usage?.CacheWrite);
        attributes.Add("llm.token_count.completion_details.reasoning", usage?.Reasoning);
        attributes.Add("llm.cost.total", (double?)usage?.CostUsd);
    }

    private void AddTool(SpanNode node, ToolCall tool, AttributeList attributes)
    {
        LlmCall? asked = node.Turn!.Items.OfType<LlmCall>().FirstOrDefault(c => c.Id == tool.LlmCallId);
        attributes.Add("tool.name", tool.Name);
        attributes.Add("tool.id", tool.Id);
        attributes.Add("tool.description", GenAiTools.Description(asked?.Request?.Tools, tool.Name));
        string? arguments = ToolArguments.Json(tool.Arguments);
        if (!_hide.Inputs)
        {
            attributes.Add("tool.parameters", arguments);
        }

        AddInput(attributes, arguments, true);
        (string? result, bool isJson) = ToolArguments.Result(tool.Result);
        AddOutput(attributes, result, isJson);
    }

    private static void AddMetadata(SpanNode node, AttributeList attributes)
    {
        Session session = node.Session;
        attributes.Add("metadata", GenAiJson.Text(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("agent", session.Agent);
            foreach ((string key, string value) in session.Metadata.Where(m => m.Key is not ("agent" or "transcript_path")))
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
        }));
    }

    private void AddInput(AttributeList attributes, string? value, bool isJson) => AddValue(attributes, "input", value, isJson, _hide.Inputs);

    private void AddOutput(AttributeList attributes, string? value, bool isJson) => AddValue(attributes, "output", value, isJson, _hide.Outputs);

    private static void AddValue(AttributeList attributes, string name, string? value, bool isJson, bool hidden)
    {
        if (value is null)
        {
            return;
        }

        attributes.Add(name + ".value", hidden ? OpenInferenceHiding.Redacted : value);
        if (!hidden)
        {
            attributes.Add(name + ".mime_type", isJson ? JsonType : TextType);
        }
    }

    /// <summary>What is new in the request: the user's words, else the results that the model is told.</summary>
    private string? InputText(LlmCall call, IReadOnlyList<LlmItem> input)
    {
        if (_hide.InputMessages || _hide.InputText)
        {
            return call.Request is null ? null : OpenInferenceHiding.Redacted;
        }

        return call.Request?.FreshUserText
            ?? input.LastOrDefault(i => i.Kind == LlmItemKind.ToolResult) switch
            {
                { } result => ToolArguments.Result(result.Result).Text,
                null => input.LastOrDefault(i => i.Text is not null)?.Text,
            };
    }

    private string? OutputText(LlmCall call)
    {
        if (call.Response is not { } response)
        {
            return null;
        }

        if (_hide.OutputMessages || _hide.OutputText)
        {
            return OpenInferenceHiding.Redacted;
        }

        string tools = string.Join(", ", response.Items.Where(i => i.Kind is LlmItemKind.ToolCall or LlmItemKind.ServerToolCall).Select(i => i.ToolName));
        string text = response.Text;
        return tools.Length == 0 ? text : (text.Length == 0 ? "" : text + "\n") + "Requested tools: " + tools;
    }

    private static string? Instructions(LlmCall call) =>
        call.Request?.Body?.First("instructions", "system") is { } value ? string.Join('\n', ContentPart.Of(value).Select(p => p.Text).OfType<string>()) : null;

    private static string? Parameters(JsonElement? body) => body is not { ValueKind: JsonValueKind.Object } request ? null : GenAiJson.Text(writer =>
    {
        writer.WriteStartObject();
        foreach (JsonProperty member in request.EnumerateObject().Where(m => !NoParameters.Contains(m.Name)))
        {
            member.WriteVerbatimTo(writer);
        }

        writer.WriteEndObject();
    });
}
