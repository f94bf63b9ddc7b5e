// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow;

/// <summary>A moment worth knowing: a notification, a compaction, a permission request, an event of a kind not known yet.</summary>
public sealed record Mark : TurnItem
{
    /// <summary>What happened, in the agent's own words.</summary>
    public required string Name { get; init; }

    /// <summary>The payload.</summary>
    public JsonElement? Data { get; init; }
}
