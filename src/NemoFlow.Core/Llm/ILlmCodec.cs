// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow;

/// <summary>Reads one provider API. Pure; unknown items are kept, and nothing here throws on odd input.</summary>
public interface ILlmCodec
{
    /// <summary>The API's name: <c>openai.responses</c>, <c>openai.chat_completions</c>, <c>anthropic.messages</c>.</summary>
    string Api { get; }

    /// <summary>The member of a request that holds its items: <c>input</c> or <c>messages</c>.</summary>
    string ItemsMember { get; }

    /// <summary>Reads a request whose items have been split from its body.</summary>
    LlmRequest ReadRequest(JsonElement body, JsonElement newItems, int historyCount);

    /// <summary>Reads a response in its buffered shape.</summary>
    LlmResponse ReadResponse(JsonElement body);
}
