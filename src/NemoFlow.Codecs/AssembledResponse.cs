// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Codecs;

/// <summary>A streamed response in its buffered shape.</summary>
/// <param name="Body">The response as a JSON object; empty where nothing of it arrived.</param>
/// <param name="Flags">What was wrong with the stream: <c>truncated_stream</c>, <c>malformed_sse</c>.</param>
/// <param name="EventCount">Number of events.</param>
public sealed record AssembledResponse(ReadOnlyMemory<byte> Body, IReadOnlyList<string> Flags, int EventCount);
