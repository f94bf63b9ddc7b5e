// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Content;
using NemoFlow.Hooks;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine;

/// <summary>Tells hook clients, which read no configuration, whether they may spool whole payloads.</summary>
public static class SpoolPolicy
{
    /// <summary>Leaves the note where the policy takes more out than credentials, and removes it where it does not.</summary>
    public static void Note(StateFolder state, ContentPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        string note = Path.Combine(state.Spool, HookWireSpool.IdsOnlyName);
        try
        {
            if (policy.IsOpen)
            {
                if (File.Exists(note))
                {
                    File.Delete(note);
                }
            }
            else if (!File.Exists(note))
            {
                PrivateFiles.CreateFolder(state.Spool);
                File.WriteAllText(note, "Payloads are spooled without their content, as the configuration redacts or leaves content out.\n");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A state folder that cannot be written to gets no spool either.
        }
    }
}
