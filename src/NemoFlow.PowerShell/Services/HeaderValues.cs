// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security;

namespace NemoFlow.PowerShell.Services;

/// <summary>Reads header names and values from what users give in a hashtable. Values may be secrets: no message repeats them.</summary>
internal static class HeaderValues
{
    /// <summary>The headers.</summary>
    /// <param name="given">The hashtable; null gives none.</param>
    /// <param name="refuse">Told of a name and what is wrong with it or its value; does not come back.</param>
    public static Dictionary<string, string> Read(IDictionary? given, Action<string, string> refuse)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in given ?? new Hashtable())
        {
            string name = entry.Key.ToString()!;
            string? value = Plain(entry.Value);
            string? problem = name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)) ? "its name is none"
                : value is null ? "it has no value"
                : value.Any(char.IsControl) ? "its value has a line break or another control character"
                : null;
            if (problem is not null)
            {
                refuse(name, problem);
            }

            headers[name] = value!;
        }

        return headers;
    }

    /// <summary>A value as text; the one of a SecureString too, which is given away only here.</summary>
    public static string? Plain(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => null,
        SecureString secret => new NetworkCredential("", secret).Password,
        PSCredential credential => credential.GetNetworkCredential().Password,
        object other => LanguagePrimitives.ConvertTo<string>(other),
    };
}
