// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Codecs.AnthropicMessages;
using NemoFlow.Codecs.OpenAIChat;
using NemoFlow.Codecs.OpenAIResponses;

namespace NemoFlow.Codecs;

/// <summary>The codecs of this version: one line each.</summary>
public static class ProviderCodecs
{
    /// <summary>All codecs.</summary>
    public static IReadOnlyList<IProviderCodec> All { get; } = [new ResponsesCodec(), new ChatCodec(), new MessagesCodec()];

    /// <summary>The codec of an API; null where this version only forwards it.</summary>
    public static IProviderCodec? Find(string? api) => All.FirstOrDefault(c => c.Api == api);
}
