// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Common;

/// <summary>A hooks file of the agent that is changed for the time of a run and put back after it.</summary>
/// <param name="Agent">The agent's kind: it decides the form of the file.</param>
/// <param name="Path">The file; it need not exist.</param>
/// <param name="Command">The command line that its hooks run.</param>
public sealed record HookFilePatch(string Agent, string Path, string Command);
