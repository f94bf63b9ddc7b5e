// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Exporters.Otlp;

/// <summary>Who answers model calls, in the words of both conventions.</summary>
/// <param name="GenAi"><c>gen_ai.provider.name</c>.</param>
/// <param name="System"><c>llm.system</c>: whose API is spoken.</param>
/// <param name="Host"><c>llm.provider</c>: who serves it.</param>
internal sealed record ModelProvider(string GenAi, string System, string Host)
{
    private static readonly ModelProvider OpenAI = new("openai", "openai", "openai");
    private static readonly ModelProvider Anthropic = new("anthropic", "anthropic", "anthropic");

    private static readonly (string Prefix, ModelProvider Provider)[] ByModel =
    [
        ("claude", Anthropic), ("gpt", OpenAI), ("o1", OpenAI), ("o3", OpenAI), ("o4", OpenAI), ("codex", OpenAI), ("gemini", new("gcp.gemini", "vertexai", "google")),
        ("grok", new("x_ai", "xai", "xai")), ("deepseek", new("deepseek", "deepseek", "deepseek")), ("mistral", new("mistral_ai", "mistralai", "mistralai")),
        ("command", new("cohere", "cohere", "cohere")),
    ];

    /// <summary>By the API that was called and the host that serves it, else by the model's name, else by what the agent uses unless told otherwise.</summary>
    public static ModelProvider Of(Session session, LlmCall? call)
    {
        ModelProvider provider = ByApi(session, call);
        (string? genAi, string? host) = ProviderHosts.Of(call?.ServerAddress);
        return genAi is null && host is null ? provider : provider with { GenAi = genAi ?? provider.GenAi, Host = host ?? provider.Host };
    }

    /// <summary>The provider of a turn: that of its first model call.</summary>
    public static ModelProvider Of(SpanNode node) => Of(node.Session, node.Call ?? node.Turn?.Items.OfType<LlmCall>().FirstOrDefault());

    private static ModelProvider ByApi(Session session, LlmCall? call)
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
            _ => new ModelProvider(session.Agent, session.Agent, session.Agent),
        };
    }
}
