// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace NemoFlow.Agents.Install;

/// <summary>A hook to be registered.</summary>
/// <param name="Event">The agent's name of the event.</param>
/// <param name="Matcher">What the hook is limited to; null where the event knows no matcher.</param>
/// <param name="Handler">The handler's members.</param>
internal sealed record HookDefinition(string Event, string? Matcher, JsonObject Handler);
