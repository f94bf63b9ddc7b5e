// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Exporters.Otlp;

/// <summary>Who answers model calls, in the words of both conventions.</summary>
/// <param name="GenAi"><c>gen_ai.provider.name</c>.</param>
/// <param name="OpenInference"><c>llm.system</c> and <c>llm.provider</c>.</param>
internal sealed record ModelProvider(string GenAi, string OpenInference)
{
    private static readonly ModelProvider OpenAI = new("openai", "openai");
    private static readonly ModelProvider Anthropic = new("anthropic", "anthropic");

    private static readonly (string Prefix, ModelProvider Provider)[] ByModel =
    [
        ("claude", Anthropic), ("gpt", OpenAI), ("o1", OpenAI), ("o3", OpenAI), ("o4", OpenAI), ("codex", OpenAI), ("gemini", new("gcp.gemini", "google")),
        ("grok", new("x_ai", "xai")), ("deepseek", new("deepseek", "deepseek")), ("mistral", new("mistral_ai", "mistralai")), ("command", new("cohere", "cohere")),
    ];

    /// <summary>By the API that was called, else by the model's name, else by what the agent uses unless told otherwise.</summary>
    public static ModelProvider Of(Session session, LlmCall? call)
    {
        if (call?.Api.StartsWith("openai.", StringComparison.Ordinal) == true)
        {
            return OpenAI;
        }

        if (call?.Api.StartsWith("anthropic.", StringComparison.Ordinal) == true)
        {
            return Anthropic;
        }

        string? model = call?.Model ?? session.Model;
        string name = model is null ? "" : model[(model.LastIndexOf('/') + 1)..];
        if (Array.Find(ByModel, m => name.StartsWith(m.Prefix, StringComparison.OrdinalIgnoreCase)) is { Provider: { } known })
        {
            return known;
        }

        return session.Agent switch
        {
            AgentKinds.Codex => OpenAI,
            AgentKinds.ClaudeCode => Anthropic,
            _ => new ModelProvider(session.Agent, session.Agent),
        };
    }

    /// <summary>The provider of a turn: that of its first model call.</summary>
    public static ModelProvider Of(SpanNode node) => Of(node.Session, node.Call ?? node.Turn?.Items.OfType<LlmCall>().FirstOrDefault());
}
