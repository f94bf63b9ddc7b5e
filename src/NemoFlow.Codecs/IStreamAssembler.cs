// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Codecs.Sse;

namespace NemoFlow.Codecs;

/// <summary>Puts the events of one streamed response together. Items are kept as the provider wrote them.</summary>
public interface IStreamAssembler
{
    /// <summary>Takes the next event. Malformed ones are counted, never thrown over.</summary>
    void Add(SseEvent e);

    /// <summary>The stream is over, orderly or not.</summary>
    AssembledResponse Finish();
}
