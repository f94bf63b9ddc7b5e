// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Rehearsal.Script;

/// <summary>An HTTP error answered in place of the reply, a number of times.</summary>
public sealed record ReplyError
{
    /// <summary>HTTP status, 400 to 599.</summary>
    public required int Status { get; init; }

    /// <summary>JSON body; null makes the one the provider would send for that status.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>Response headers such as <c>retry-after</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>How many attempts get it before the reply proper; <see cref="int.MaxValue"/> for all of them.</summary>
    public int Times { get; init; } = 1;
}
