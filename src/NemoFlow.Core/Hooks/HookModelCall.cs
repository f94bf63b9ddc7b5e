// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Hooks;

/// <summary>A model call as the agent's own hooks tell it.</summary>
public sealed record HookModelCall
{
    /// <summary>The agent's id of the call: it joins the hook before the request to the one after the response.</summary>
    public required string Id { get; init; }

    /// <summary>The API in our words, such as <c>openai.chat_completions</c>; <c>hook</c> where the hook does not tell.</summary>
    public required string Api { get; init; }

    /// <summary>The provider's name in the agent's configuration.</summary>
    public string? Provider { get; init; }

    /// <summary>The model asked for, or the one that answered.</summary>
    public string? Model { get; init; }

    /// <summary>The request: the provider's own body where <see cref="IsExact"/>, else a summary.</summary>
    public JsonElement? Request { get; init; }

    /// <summary>The response, in the same way.</summary>
    public JsonElement? Response { get; init; }

    /// <summary>The API whose shape an exact response has, where that is another than the call's.</summary>
    public string? ResponseApi { get; init; }

    /// <summary>Why the model stopped, in the provider's word.</summary>
    public string? FinishReason { get; init; }

    /// <summary>True where the payload has the provider's body, and no summary of it.</summary>
    public bool IsExact { get; init; }

    /// <summary>HTTP status of a failed request.</summary>
    public int? HttpStatus { get; init; }
}
