// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Delivery;

/// <summary>Reads <c>.netrc</c> files: words in pairs, in lines or not.</summary>
internal static class Netrc
{
    /// <summary>The password of a machine; null where there is none.</summary>
    public static string? Password(string text, string machine)
    {
        bool inMachine = false;
        string[] words = [.. text.Split('\n').Where(l => !l.TrimStart().StartsWith('#')).SelectMany(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))];
        for (int i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "machine" when i + 1 < words.Length:
                    inMachine = words[++i].Equals(machine, StringComparison.OrdinalIgnoreCase);
                    break;
                case "default":
                    inMachine = false;
                    break;
                case "password" when inMachine && i + 1 < words.Length:
                    return words[i + 1].Trim('"');
                case "login" or "account" or "password":
                    i++;
                    break;
                default:
                    break;
            }
        }

        return null;
    }
}
