// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Atif;

/// <summary>
/// Names of trajectory files: a template with <c>{session_id}</c>, <c>{agent}</c>, <c>{date}</c> and <c>{metadata.key:-fallback}</c>. Whatever a
/// value holds, it becomes a part of one file name.
/// </summary>
public static class AtifFileName
{
    /// <summary>The default.</summary>
    public const string Default = "{session_id}.atif.json";

    /// <summary>What is wrong with a template, in a sentence; null where nothing is.</summary>
    public static string? Problem(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (!template.Contains("{session_id}", StringComparison.Ordinal))
        {
            return $"the file name template '{template}' must contain {{session_id}}, or sessions would overwrite each other";
        }

        string fixedText = Expand(template, _ => "");
        return fixedText.Contains("..", StringComparison.Ordinal) || fixedText.IndexOfAny(['/', '\\', ':', '*', '?', '"', '<', '>', '|', '\0', '{', '}']) >= 0
            ? $"the file name template '{template}' may hold letters, digits, '-', '_', '.' and spaces besides {{session_id}}, {{agent}}, {{date}} and {{metadata.key:-fallback}}"
            : null;
    }

    /// <summary>The name of a session's file.</summary>
    public static string Of(string template, Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return Expand(template, name => Value(name, session) is { Length: > 0 } value ? SafeName.From(value) : null);
    }

    private static string? Value(string name, Session session) => name switch
    {
        "session_id" => session.Id,
        "agent" => session.Agent,
        "date" => session.StartedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ when name.StartsWith("metadata.", StringComparison.Ordinal) => session.Metadata.GetValueOrDefault(name["metadata.".Length..]),
        _ => null,
    };

    private static string Expand(string template, Func<string, string?> value)
    {
        StringBuilder text = new();
        for (int i = 0; i < template.Length;)
        {
            int end = template[i] == '{' ? template.IndexOf('}', i) : -1;
            if (end < 0)
            {
                text.Append(template[i++]);
                continue;
            }

            string inside = template[(i + 1)..end];
            int fallback = inside.IndexOf(":-", StringComparison.Ordinal);
            string name = fallback < 0 ? inside : inside[..fallback];
            string otherwise = fallback < 0 ? "" : inside[(fallback + 2)..];
            text.Append(value(name) ?? (otherwise.Length == 0 ? "none" : SafeName.From(otherwise)));
            i = end + 1;
        }

        return text.ToString();
    }
}
