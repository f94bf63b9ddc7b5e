// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Hooks;

/// <summary>What an adapter reads: the payload, and the request headers that carry ids (lower-case names).</summary>
/// <param name="Payload">The hook's JSON object.</param>
/// <param name="Headers">Headers by lower-case name; credentials are never among them.</param>
/// <param name="FallbackId">An id minted for this delivery, used where the payload has none, so that reading twice gives the same events.</param>
public sealed record HookInput(JsonElement Payload, IReadOnlyDictionary<string, string> Headers, string FallbackId);
