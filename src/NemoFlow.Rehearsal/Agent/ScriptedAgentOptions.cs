// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace NemoFlow.Rehearsal.Agent;

/// <summary>What a scripted agent is told.</summary>
public sealed record ScriptedAgentOptions
{
    /// <summary>Where model requests and hooks go, without path: a gateway, or a provider when hooks go elsewhere.</summary>
    public required Uri Gateway { get; init; }

    /// <summary>The folder that the agent says it works in. It need not exist: nothing is read or run.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Model name in requests and hooks.</summary>
    public string Model { get; init; } = "gpt-5.5";

    /// <summary>Offer the script tool of newer models in place of direct tools.</summary>
    public bool CodeMode { get; init; }

    /// <summary>Takes hook payloads, also from subagents at the same time; null posts them to <c>/hooks/codex</c> of the gateway.</summary>
    public Func<JsonObject, CancellationToken, Task>? HookSink { get; init; }

    /// <summary>Headers of posted hooks, such as a token.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> HookHeaders { get; init; } = [];

    /// <summary>Headers of model requests, such as an authorization.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> RequestHeaders { get; init; } = [];

    /// <summary>Attempts at one model request, the first included.</summary>
    public int MaximumAttempts { get; init; } = 6;

    /// <summary>The clock behind ids and pauses.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
