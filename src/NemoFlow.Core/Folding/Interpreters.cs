// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;
using NemoFlow.Pricing;

namespace NemoFlow.Folding;

/// <summary>What turns raw payloads into meaning: one adapter an agent, one codec an API.</summary>
public sealed class Interpreters
{
    private readonly Dictionary<string, IAgentAdapter> _adapters;
    private readonly Dictionary<string, ILlmCodec> _codecs;

    /// <summary>Takes the adapters and codecs that the product is composed of.</summary>
    public Interpreters(IEnumerable<IAgentAdapter> adapters, IEnumerable<ILlmCodec> codecs)
    {
        _adapters = adapters.ToDictionary(a => a.Agent, StringComparer.Ordinal);
        _codecs = codecs.ToDictionary(c => c.Api, StringComparer.Ordinal);
    }

    /// <summary>What model calls cost.</summary>
    public PriceBook Prices { get; init; } = PriceBook.Empty;

    /// <summary>All adapters.</summary>
    public IReadOnlyCollection<IAgentAdapter> Adapters => _adapters.Values;

    /// <summary>The adapter of an agent; null for an agent this version does not know.</summary>
    public IAgentAdapter? Adapter(string agent) => _adapters.GetValueOrDefault(agent);

    /// <summary>The codec of an API; null for one this version does not read.</summary>
    public ILlmCodec? Codec(string api) => _codecs.GetValueOrDefault(api);
}
