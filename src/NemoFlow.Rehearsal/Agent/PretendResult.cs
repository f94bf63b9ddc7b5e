// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Agent;

/// <summary>What a pretended command brought.</summary>
internal sealed record PretendResult(string Output, int ExitCode)
{
    /// <summary>The text that goes back to the model, in the form of Codex's command tool.</summary>
    public string ForModel()
        => FormattableString.Invariant(
            $"Chunk ID: 000000\nWall time: 0.0000 seconds\nProcess exited with code {ExitCode}\nOriginal token count: {(Output.Length + 3) / 4}\nOutput:\n{Output}");
}
