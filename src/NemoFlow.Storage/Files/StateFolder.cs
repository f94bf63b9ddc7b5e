// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Storage.Files;

/// <summary>
/// Where NemoFlow keeps what it records: <c>NEMO_FLOW_STATE_DIR</c>, else <c>$XDG_STATE_HOME/nemo-flow</c>, else
/// <c>~/.local/state/nemo-flow</c>; on Windows <c>%LOCALAPPDATA%\nemo-flow</c>.
/// </summary>
public sealed class StateFolder
{
    /// <summary>Takes a folder; it is created when something is written to it.</summary>
    public StateFolder(string root) => Root = Path.GetFullPath(root);

    /// <summary>The folder itself.</summary>
    public string Root { get; }

    /// <summary>Journals, a folder a session.</summary>
    public string Sessions => Path.Combine(Root, "sessions");

    /// <summary>Hooks that found no gateway.</summary>
    public string Spool => Path.Combine(Root, "spool");

    /// <summary>Running gateways, a file each.</summary>
    public string Gateways => Path.Combine(Root, "gateways");

    /// <summary>What runs need while they last, a folder each.</summary>
    public string Runs => Path.Combine(Root, "runs");

    /// <summary>Logs.</summary>
    public string Logs => Path.Combine(Root, "logs");

    /// <summary>Why nothing can be read here, in one line; null where it can, or where there is nothing yet.</summary>
    public string? ReadProblem()
    {
        if (File.Exists(Root))
        {
            return $"the state folder {Root} is a file: choose another with NEMO_FLOW_STATE_DIR.";
        }

        try
        {
            if (Directory.Exists(Root))
            {
                using IEnumerator<string> entries = Directory.EnumerateFileSystemEntries(Root).GetEnumerator();
                entries.MoveNext();
            }

            return null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return $"the state folder {Root} cannot be read: {e.Message.TrimEnd('.')}. Recordings are readable by their owner only.";
        }
    }

    /// <summary>The folder that an environment asks for.</summary>
    public static StateFolder FromEnvironment(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment("NEMO_FLOW_STATE_DIR") is { Length: > 0 } named)
        {
            return new StateFolder(named);
        }

        if (OperatingSystem.IsWindows())
        {
            return new StateFolder(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "nemo-flow"));
        }

        string? xdg = environment("XDG_STATE_HOME");
        string home = environment("HOME") is { Length: > 0 } own ? own : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new StateFolder(Path.Combine(Path.IsPathRooted(xdg) ? xdg : Path.Combine(home, ".local", "state"), "nemo-flow"));
    }
}
