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

    private SessionContext? _context;

    /// <summary>Definitions are told to the model, so they are inputs too.</summary>
    private bool HidesTools => _hide.Tools || _hide.Inputs;

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
        AddContext(node, attributes);
        switch (node.Kind)
        {
            case SpanNodeKind.Session:
                AddInput(attributes, SessionText.Prompt(node.Session), false);
                AddOutput(attributes, SessionText.Response(node.Session), false);
                break;
            case SpanNodeKind.Turn:
                AddGraph(node, attributes);
                AddInput(attributes, node.Turn!.Prompt, false);
                AddOutput(attributes, node.Turn.Response, false);
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
        attributes.Add("llm.system", provider.System);
        attributes.Add("llm.provider", provider.Host);
        attributes.Add("llm.model_name", call.Model ?? call.Request?.Model);
        if (call.Request?.Model is { } asked && call.Response?.Model is { } answered && asked != answered)
        {
            attributes.Add("llm.request.model_name", asked);
            attributes.Add("llm.response.model_name", answered);
        }

        attributes.Add("llm.finish_reason", call.Response?.FinishReason);
        OpenInferenceUsage.Add(call.Usage, attributes);
        bool first = options.FullRequests || call.Request?.HistoryCount is null or 0;
        if (!_hide.InvocationParameters)
        {
            attributes.Add("llm.invocation_parameters", Parameters(call.Request?.Body));
        }

        AddInput(attributes, InputText(call, input), false);
        AddOutput(attributes, OutputText(call), false);
        if (first && !HidesTools)
        {
            int n = 0;
            foreach (JsonElement tool in GenAiTools.All(call.Request?.Tools))
            {
                attributes.Add(string.Create(null, $"llm.tools.{n++}.tool.json_schema"), tool.GetRawText());
            }
        }

        if (!_hide.Inputs && !_hide.InputMessages)
        {
            OpenInferenceMessages messages = new(attributes, "llm.input_messages", _hide.InputText, _hide.InputImages, _hide.Base64ImageMaxLength, id => ToolName(node.Turn, id));
            if (first && Instructions(call) is { Length: > 0 } instructions)
            {
                messages.AddText("system", instructions);
            }

            messages.Add(input);
        }

        if (!_hide.Outputs && !_hide.OutputMessages && call.Response is { } response)
        {
            OpenInferenceMessages messages = new(attributes, "llm.output_messages", _hide.OutputText, _hide.OutputText, _hide.Base64ImageMaxLength);
            foreach (IReadOnlyList<LlmItem> choice in response.OtherChoices.Select(c => c.Items).Prepend(response.Items))
            {
                messages.Add([.. choice.Select(i => i.Kind == LlmItemKind.Message ? i with { Role = "assistant" } : i)]);
            }
        }
    }

    private void AddTool(SpanNode node, ToolCall tool, AttributeList attributes)
    {
        LlmCall? asked = node.Turn!.Items.OfType<LlmCall>().FirstOrDefault(c => c.Id == tool.LlmCallId);
        attributes.Add("tool.name", tool.Name);
        attributes.Add("tool.id", tool.Id);
        JsonElement? definition = GenAiTools.Find(asked?.Request?.Tools, tool.Name);
        if (!HidesTools)
        {
            attributes.Add("tool.description", GenAiTools.Description(definition));
            attributes.Add("tool.json_schema", definition?.GetRawText());
        }

        string? arguments = ToolArguments.Json(tool.Arguments);
        if (!_hide.Inputs)
        {
            attributes.Add("tool.parameters", arguments);
        }

        AddInput(attributes, arguments, true);
        (string? result, bool isJson) = ToolArguments.Result(tool.Result);
        AddOutput(attributes, result, isJson);
    }

    /// <summary>What holds for the whole session, and readers look for on every span.</summary>
    private void AddContext(SpanNode node, AttributeList attributes)
    {
        SessionContext context = ReferenceEquals(_context?.Session, node.Session) ? _context! : _context = ContextOf(node.Session);
        attributes.Add("agent.name", node.Kind == SpanNodeKind.Session ? null : GenAiSpan.AgentName(node));
        attributes.Add("tag.tags", context.Tags);
        attributes.Add("metadata", context.Metadata);
    }

    private static SessionContext ContextOf(Session session) => new(session, Tags(session.Metadata.GetValueOrDefault("tags")), GenAiJson.Text(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("agent", session.Agent);
        foreach ((string key, string value) in session.Metadata.Where(m => m.Key is not ("agent" or "transcript_path" or "tags")))
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }));

    /// <summary>A list of texts as the user wrote it, or the one text that it is.</summary>
    private static List<string> Tags(string? written)
    {
        if (string.IsNullOrEmpty(written))
        {
            return [];
        }

        try
        {
            return JsonElement.Parse(written) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(t => t.Scalar()).OfType<string>()] : [written];
        }
        catch (JsonException)
        {
            return [written];
        }
    }

    /// <summary>The agent's place among the agents of the session; the root has nobody above it.</summary>
    private static void AddGraph(SpanNode node, AttributeList attributes)
    {
        SpanNode? above = node.Parent;
        while (above is not null && (above.Turn is null || above.Agent?.Id == node.Agent?.Id))
        {
            above = above.Parent;
        }

        attributes.Add("graph.node.id", GraphId(node));
        attributes.Add("graph.node.name", GenAiSpan.AgentName(node));
        attributes.Add("graph.node.parent_id", above is null ? null : GraphId(above));
    }

    private static string GraphId(SpanNode node) => node.Agent?.Id ?? node.Session.Agent;

    private static string? ToolName(Turn? turn, string id) => turn?.Items.OfType<ToolCall>().FirstOrDefault(t => t.Id == id)?.Name;

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

    private sealed class SessionContext(Session session, List<string> tags, string metadata)
    {
        public Session Session { get; } = session;

        public List<string> Tags { get; } = tags;

        public string Metadata { get; } = metadata;
    }
}
