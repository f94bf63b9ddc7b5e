// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Codecs;

/// <summary>Reads one provider API, streamed responses included.</summary>
public interface IProviderCodec : ILlmCodec
{
    /// <summary>A new assembler for one streamed response.</summary>
    IStreamAssembler NewAssembler();
}
