// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Codecs.Sse;

/// <summary>One event of a <c>text/event-stream</c>.</summary>
/// <param name="Name">The <c>event</c> field; null where there was none.</param>
/// <param name="Data">The <c>data</c> lines, joined by newlines, as UTF-8.</param>
public readonly record struct SseEvent(string? Name, ReadOnlyMemory<byte> Data)
{
    /// <summary>True for the <c>[DONE]</c> that ends streams of the OpenAI APIs.</summary>
    public bool IsDone => Data.Span.SequenceEqual("[DONE]"u8);
}
