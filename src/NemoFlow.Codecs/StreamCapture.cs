// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Codecs.Sse;

namespace NemoFlow.Codecs;

/// <summary>Assembles a whole recorded event stream.</summary>
public static class StreamCapture
{
    /// <summary>Runs recorded bytes through an assembler.</summary>
    public static AssembledResponse Assemble(IStreamAssembler assembler, ReadOnlySpan<byte> recorded)
    {
        ArgumentNullException.ThrowIfNull(assembler);
        SseDecoder decoder = new();
        foreach (SseEvent e in decoder.Push(recorded))
        {
            assembler.Add(e);
        }

        foreach (SseEvent e in decoder.Finish())
        {
            assembler.Add(e);
        }

        return assembler.Finish();
    }
}
