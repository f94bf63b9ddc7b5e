// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Exporters.Otlp.GenAi;

/// <summary>Tells a node in the GenAI conventions: name, kind and attributes.</summary>
internal sealed class GenAiSpan(OtlpOptions options)
{
    public static string Name(SpanNode node) => node.Kind switch
    {
        SpanNodeKind.Session => "invoke_workflow " + node.Session.Agent,
        SpanNodeKind.Turn => "invoke_agent " + AgentName(node),
        SpanNodeKind.LlmCall => RequestModel(node.Call!) is { } model ? "chat " + model : "chat",
        _ => "execute_tool " + node.Tool!.Name,
    };

    public static SpanKind Kind(SpanNode node) => node.Kind == SpanNodeKind.LlmCall ? SpanKind.Client : SpanKind.Internal;

    /// <summary>The agent's own name, or what a subagent is called.</summary>
    public static string AgentName(SpanNode node) => node.Agent is { } agent ? agent.Name ?? agent.Type ?? "subagent" : node.Session.Agent;

    /// <summary>The model asked for; a call that only a hook saw has but one model.</summary>
    public static string? RequestModel(LlmCall call) => call.Request?.Model ?? call.Model;

    public void Add(SpanNode node, AttributeList attributes, IReadOnlyList<LlmItem> input)
    {
        attributes.Add("gen_ai.operation.name", Operation(node.Kind));
        attributes.Add("gen_ai.conversation.id", node.Session.Id);
        switch (node.Kind)
        {
            case SpanNodeKind.Session:
                attributes.Add("gen_ai.workflow.name", node.Session.Agent);
                if (options.CaptureContent)
                {
                    attributes.Add("gen_ai.input.messages", GenAiMessages.Plain("user", SessionText.Prompt(node.Session)));
                    attributes.Add("gen_ai.output.messages", GenAiMessages.Plain("assistant", SessionText.Response(node.Session), "stop"));
                }

                break;
            case SpanNodeKind.Turn:
                AddTurn(node, attributes);
                break;
            case SpanNodeKind.LlmCall:
                GenAiCall.Add(node, attributes);
                if (options.CaptureContent)
                {
                    AddContent(node.Call!, attributes, input);
                }

                break;
            default:
                AddTool(node, node.Tool!, attributes);
                break;
        }

        attributes.Add("error.type", SpanOutcome.Of(node).ErrorType);
    }

    private static string Operation(SpanNodeKind kind) => kind switch
    {
        SpanNodeKind.Session => "invoke_workflow",
        SpanNodeKind.Turn => "invoke_agent",
        SpanNodeKind.LlmCall => "chat",
        _ => "execute_tool",
    };

    private void AddTurn(SpanNode node, AttributeList attributes)
    {
        Turn turn = node.Turn!;
        List<LlmCall> calls = [.. turn.Items.OfType<LlmCall>()];
        attributes.Add("gen_ai.provider.name", ModelProvider.Of(node).GenAi);
        attributes.Add("gen_ai.agent.name", AgentName(node));
        attributes.Add("gen_ai.agent.id", node.Agent?.Id);
        attributes.Add("gen_ai.agent.version", node.Session.AgentVersion);
        attributes.Add("gen_ai.request.model", calls.Select(RequestModel).LastOrDefault(m => m is not null));
        if (calls.FindLast(c => c.Request?.Body is not null)?.Request is { } request)
        {
            GenAiCall.AddParameters(request, attributes);
        }

        attributes.Add("gen_ai.response.finish_reasons", calls.Select(c => GenAiCall.FinishReasons(c.Response)).LastOrDefault(f => f.Count > 0) ?? []);

        AddUsage(turn.Usage, attributes);
        if (options.CaptureContent)
        {
            attributes.Add("gen_ai.input.messages", GenAiMessages.Plain("user", turn.Prompt));
            attributes.Add("gen_ai.output.messages", GenAiMessages.Plain("assistant", turn.Response, turn.Status == CallStatus.Failed ? "error" : "stop"));
        }
    }

    private void AddContent(LlmCall call, AttributeList attributes, IReadOnlyList<LlmItem> input)
    {
        if (options.FullRequests || call.Request?.HistoryCount is null or 0)
        {
            attributes.Add("gen_ai.system_instructions", GenAiMessages.Instructions(call.Request?.Body));
            attributes.Add("gen_ai.tool.definitions", GenAiTools.Definitions(call.Request?.Tools));
        }

        attributes.Add("gen_ai.input.messages", GenAiMessages.Input(input));
        attributes.Add("gen_ai.output.messages", call.Response is null ? null : GenAiMessages.Output(call.Response));
    }

    private void AddTool(SpanNode node, ToolCall tool, AttributeList attributes)
    {
        LlmCall? asked = node.Turn!.Items.OfType<LlmCall>().FirstOrDefault(c => c.Id == tool.LlmCallId);
        bool isServer = asked?.Response?.Items.Any(i => i.Kind == LlmItemKind.ServerToolCall && i.CallId == tool.Id) == true;
        attributes.Add("gen_ai.tool.name", tool.Name);
        attributes.Add("gen_ai.tool.call.id", tool.Id);
        attributes.Add("gen_ai.tool.type", isServer ? "extension" : "function");
        attributes.Add("gen_ai.tool.description", GenAiTools.Description(GenAiTools.Find(asked?.Request?.Tools, tool.Name)));
        attributes.Add("gen_ai.agent.name", AgentName(node));
        if (McpTool.Of(tool) is { } mcp)
        {
            // One span is told by both conventions: the agent's own is the one that the MCP attributes go to.
            attributes.Add("mcp.method.name", "tools/call");
            attributes.Add("nemo_flow.mcp.server", mcp.Server);
        }

        if (options.CaptureContent)
        {
            attributes.Add("gen_ai.tool.call.arguments", ToolArguments.Json(tool.Arguments));
            attributes.Add("gen_ai.tool.call.result", ToolArguments.Result(tool.Result).Text);
        }
    }

    internal static void AddUsage(TokenUsage? usage, AttributeList attributes)
    {
        attributes.Add("gen_ai.usage.input_tokens", usage?.Input);
        attributes.Add("gen_ai.usage.output_tokens", usage?.Output);
        attributes.Add("gen_ai.usage.cache_read.input_tokens", usage?.CacheRead);
        attributes.Add("gen_ai.usage.cache_creation.input_tokens", usage?.CacheWrite);
    }
}
