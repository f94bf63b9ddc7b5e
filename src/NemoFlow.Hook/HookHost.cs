// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Hook;

/// <summary>What a hook client has of its process, so that every command that offers it, and every test, can give its own.</summary>
internal sealed class HookHost
{
    /// <summary>How long connecting, sending and receiving may take together: an agent waits for its hooks.</summary>
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(2);

    /// <summary>The name that error lines begin with.</summary>
    public required string Program { get; init; }

    /// <summary>The hook's payload.</summary>
    public required Stream Input { get; init; }

    /// <summary>Read by the agent as the hook's reply: nothing else may be written to it.</summary>
    public required Stream Output { get; init; }

    /// <summary>Takes at most one line.</summary>
    public required Stream Error { get; init; }

    /// <summary>The environment; null for a variable that is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The state folder that the command line names; null leaves it to the environment.</summary>
    public string? ChosenState { get; set; }

    /// <summary>Starts a program that outlives this one, from its words; false where that is not possible.</summary>
    public Func<string[], bool> StartDetached { get; init; } = DetachedProcess.TryStart;

    /// <summary>How long a gateway may take to start before the event is kept for later.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Only tells when the hook began.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>See <see cref="DefaultLimit"/>.</summary>
    public TimeSpan Limit { get; init; } = DefaultLimit;

    /// <summary>A variable's value; null where it is unset or empty.</summary>
    public string? VariableOrNull(string name) => Variable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Writes the agent's reply. An agent that has gone away needs none.</summary>
    public void Reply(ReadOnlySpan<byte> body) => Write(Output, body);

    /// <summary>Says in one line that the hook was not forwarded, and why.</summary>
    public void ReportFailure(string reason)
    {
        StringBuilder line = new(Program.Length + reason.Length + 32);
        line.Append(Program).Append(": hook forward failed: ");
        foreach (char c in reason)
        {
            line.Append(char.IsControl(c) ? ' ' : c);
        }

        line.Append('\n');
        Write(Error, Encoding.UTF8.GetBytes(line.ToString()));
    }

    private static void Write(Stream stream, ReadOnlySpan<byte> bytes)
    {
        try
        {
            stream.Write(bytes);
            stream.Flush();
        }
        catch (IOException)
        {
            // The agent closed its end: nobody is left to tell, and a failing hook would be worse than a silent one.
        }
    }
}
