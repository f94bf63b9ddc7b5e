// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hook;

/// <summary>Where NemoFlow keeps what it records.</summary>
internal static class StateFolder
{
    /// <summary>The folder, whether or not it exists; null where the environment names no place for it.</summary>
    public static string? Find(HookHost host)
    {
        if ((host.ChosenState ?? host.VariableOrNull(HookVariables.StateFolder)) is { } chosen)
        {
            return chosen;
        }

        if (OperatingSystem.IsWindows())
        {
            return host.VariableOrNull("LOCALAPPDATA") is { } local ? Path.Combine(local, "nemo-flow") : null;
        }

        // The XDG specification has relative paths ignored.
        if (host.VariableOrNull("XDG_STATE_HOME") is { } state && Path.IsPathRooted(state))
        {
            return Path.Combine(state, "nemo-flow");
        }

        return host.VariableOrNull("HOME") is { } home ? Path.Combine(home, ".local", "state", "nemo-flow") : null;
    }
}
