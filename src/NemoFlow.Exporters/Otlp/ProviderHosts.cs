// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Otlp;

/// <summary>Providers by the hosts that they serve from: several speak the API of another.</summary>
internal static class ProviderHosts
{
    /// <summary>The end of a host's name, and its provider in the words of both conventions; null where a convention has none.</summary>
    private static readonly (string Host, string? GenAi, string? OpenInference)[] Known =
    [
        ("openai.azure.com", "azure.ai.openai", "azure"),
        ("cognitiveservices.azure.com", "azure.ai.openai", "azure"),
        ("services.ai.azure.com", "azure.ai.inference", "azure"),
        ("models.ai.azure.com", "azure.ai.inference", "azure"),
        ("amazonaws.com", "aws.bedrock", "aws"),
        ("aiplatform.googleapis.com", "gcp.vertex_ai", "google"),
        ("generativelanguage.googleapis.com", "gcp.gemini", "google"),
        ("ml.cloud.ibm.com", "ibm.watsonx.ai", null),
        ("api.cohere.com", "cohere", "cohere"),
        ("api.cohere.ai", "cohere", "cohere"),
        ("api.deepseek.com", "deepseek", "deepseek"),
        ("api.groq.com", "groq", "groq"),
        ("api.mistral.ai", "mistral_ai", "mistralai"),
        ("api.perplexity.ai", "perplexity", "perplexity"),
        ("api.x.ai", "x_ai", "xai"),
        ("api.cerebras.ai", null, "cerebras"),
        ("api.fireworks.ai", null, "fireworks"),
        ("api.moonshot.ai", null, "moonshot"),
        ("api.moonshot.cn", null, "moonshot"),
        ("api.together.xyz", null, "together"),
        ("ollama.com", null, "ollama"),
    ];

    /// <summary>Who serves from a host; nulls where that cannot be told.</summary>
    public static (string? GenAi, string? OpenInference) Of(string? host)
    {
        foreach ((string known, string? genAi, string? openInference) in Known)
        {
            if (host is not null && host.EndsWith(known, StringComparison.OrdinalIgnoreCase) && (host.Length == known.Length || host[^(known.Length + 1)] is '.' or '-'))
            {
                return (genAi, openInference);
            }
        }

        return default;
    }
}
