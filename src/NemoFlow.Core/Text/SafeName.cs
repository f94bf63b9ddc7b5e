// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;

namespace NemoFlow.Text;

/// <summary>File names for ids that somebody else chose.</summary>
public static class SafeName
{
    private const int MaxLength = 100;

    /// <summary>
    /// The id itself where it is safe as a file name on every platform, else its safe characters and eight hex digits of its hash,
    /// so that two ids never share a name.
    /// </summary>
    public static string From(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.Length is > 0 and <= MaxLength && id.All(IsSafe) && !IsReserved(id))
        {
            return id;
        }

        string kept = new([.. id.Where(IsSafe).Take(MaxLength / 2)]);
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 4));
        return kept.Length == 0 ? hash : kept + "-" + hash;
    }

    private static bool IsSafe(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    /// <summary>Windows gives these names to devices, whatever the folder.</summary>
    private static bool IsReserved(string id) => id.ToUpperInvariant() is "CON" or "PRN" or "AUX" or "NUL"
        || (id.Length == 4 && char.IsAsciiDigit(id[3]) && id[..3].ToUpperInvariant() is "COM" or "LPT");
}
