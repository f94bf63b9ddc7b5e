// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Running;

/// <summary>
/// npm installs commands on Windows as batch files. A batch file reads its arguments again by rules of its own, which breaks quotes;
/// so the script behind it is started with Node directly.
/// </summary>
public static class WindowsShim
{
    /// <summary>The script that a batch file of npm's starts, relative to the file; null where it is another kind of batch file.</summary>
    public static string? ScriptIn(string batchText)
    {
        ArgumentNullException.ThrowIfNull(batchText);
        foreach (string prefix in (ReadOnlySpan<string>)["\"%dp0%\\", "\"%~dp0\\"])
        {
            for (int at = batchText.IndexOf(prefix, StringComparison.OrdinalIgnoreCase); at >= 0; at = batchText.IndexOf(prefix, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                int start = at + prefix.Length;
                int end = batchText.IndexOf('"', start);
                if (end > start && batchText[start..end] is { } script && script.EndsWith(".js", StringComparison.OrdinalIgnoreCase))
                {
                    return script;
                }
            }
        }

        return null;
    }

    /// <summary>The command to start instead of a batch file of npm's: Node and the script; the command itself otherwise.</summary>
    public static IReadOnlyList<string> Unwrap(string executable)
    {
        ArgumentNullException.ThrowIfNull(executable);
        if (!executable.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase) || ScriptIn(File.ReadAllText(executable)) is not { } script)
        {
            return [executable];
        }

        string folder = Path.GetDirectoryName(executable)!;
        string bundledNode = Path.Combine(folder, "node.exe");
        return [File.Exists(bundledNode) ? bundledNode : "node", Path.Combine(folder, script.Replace('\\', Path.DirectorySeparatorChar))];
    }
}
