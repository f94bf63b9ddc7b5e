// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Codex;

/// <summary>A hook as Codex sees it.</summary>
/// <param name="Key">Codex's name for it: source, event, group and handler.</param>
/// <param name="Command">What it runs.</param>
/// <param name="Hash">The hash of its definition, under which it is trusted.</param>
/// <param name="Trust"><c>trusted</c>, <c>untrusted</c>, <c>modified</c> or <c>managed</c>; null where Codex was not asked.</param>
public sealed record CodexHookState(string Key, string Command, string Hash, string? Trust);
