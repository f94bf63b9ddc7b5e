// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>A scenario file that cannot be played. The message says where, what was found and what is allowed.</summary>
public sealed class ScenarioException : FormatException
{
    /// <summary>Creates the error for one place of a scenario.</summary>
    /// <param name="location">Where, as in <c>conversations[0].turns[2].tools[1].kind</c>; or a line and column for broken JSON.</param>
    /// <param name="problem">What is wrong there and what is allowed.</param>
    /// <param name="source">The file or built-in name, when known.</param>
    /// <param name="innerException">The JSON reader's own error, when there is one.</param>
    public ScenarioException(string location, string problem, string? source = null, Exception? innerException = null)
        : base((source is null ? string.Empty : source + ": ") + location + ": " + problem, innerException)
    {
        Location = location;
        Problem = problem;
    }

    /// <summary>The place inside the file.</summary>
    public string Location { get; }

    /// <summary>The message without its place.</summary>
    public string Problem { get; }
}
