// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Common;

/// <summary>Finds the agent among the words of a command: it may stand behind a launcher (<c>npx codex</c>).</summary>
public static class AgentExecutable
{
    /// <summary>The position of the word behind which the agent's own arguments begin; -1 where the agent is not among the words.</summary>
    /// <param name="command">Executable and arguments.</param>
    /// <param name="names">What the agent's executable is called, without folder and extension.</param>
    public static int Find(IReadOnlyList<string> command, IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(names);
        if (command.Count == 0 || Is(command[0], names))
        {
            // What follows are its own arguments, a folder of that name among them.
            return command.Count - 1 < 0 ? -1 : 0;
        }

        for (int i = command.Count - 1; i > 0; i--)
        {
            if (Is(command[i], names) && LooksLikePathTo(command, i, names))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>True where a word is one of the names, whatever folder and extension it has.</summary>
    public static bool Is(string word, IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(names);
        if (word.Contains('=', StringComparison.Ordinal))
        {
            // A variable for env, such as CODEX_HOME=/home/me/codex.
            return false;
        }

        string name = word[(word.LastIndexOfAny(['/', '\\']) + 1)..];
        foreach (string extension in (ReadOnlySpan<string>)[".exe", ".cmd", ".ps1", ".js"])
        {
            if (name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                name = name[..^extension.Length];
            }
        }

        return names.Contains(name);
    }

    /// <summary>Behind a first word that is the agent itself, its bare name is an argument.</summary>
    private static bool LooksLikePathTo(IReadOnlyList<string> command, int index, IReadOnlyCollection<string> names) =>
        !command.Take(index).Any(w => Is(w, names)) || command[index].Contains('/', StringComparison.Ordinal);
}
