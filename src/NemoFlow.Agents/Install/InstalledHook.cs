// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Install;

/// <summary>A hook in an agent's configuration that reports to NemoFlow.</summary>
/// <param name="Path">The file.</param>
/// <param name="Event">The agent's name of the event.</param>
/// <param name="Group">The position of its group among the event's, from 0.</param>
/// <param name="Handler">Its position in the group, from 0.</param>
/// <param name="Command">The command line or the URL.</param>
/// <param name="Owned">True where an installation wrote it, false where someone put it in by hand.</param>
public sealed record InstalledHook(string Path, string Event, int Group, int Handler, string Command, bool Owned)
{
    /// <summary>True for a program that the agent starts at the end of a turn in place of hooks: nobody has to review it.</summary>
    public bool IsNotice => Event == "notify";
}
