// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.RegularExpressions;
using NemoFlow.Text;

namespace NemoFlow.Engine.Export;

/// <summary>
/// Where exported sessions go: a file, a folder, or a template with <c>{id}</c>, <c>{agent}</c>, <c>{model}</c>, <c>{date}</c> and
/// <c>{time}</c>. A path that does not exist is a file where it ends with an extension, else a folder.
/// </summary>
public sealed partial class ExportPath
{
    private readonly string _path;
    private readonly bool _isTemplate;

    private ExportPath(string path, bool isTemplate)
    {
        _path = path;
        _isTemplate = isTemplate;
        IsFolder = Path.EndsInDirectorySeparator(path) || Directory.Exists(path) || (!File.Exists(path) && !Path.HasExtension(path));
    }

    /// <summary>True where each session gets a file of its own name.</summary>
    public bool IsFolder { get; }

    /// <summary>True where several sessions would go to the same file.</summary>
    public bool IsSingleFile => !IsFolder && !_isTemplate;

    /// <summary>Takes a full path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="literal">True where braces are nothing but braces.</param>
    /// <exception cref="ArgumentException">The template has a placeholder that does not exist.</exception>
    public static ExportPath Parse(string path, bool literal)
    {
        ArgumentNullException.ThrowIfNull(path);
        List<string> names = literal ? [] : [.. Placeholder().Matches(path).Select(m => m.Groups[1].Value)];
        if (names.Find(name => name is not ("id" or "agent" or "model" or "date" or "time")) is { } unknown)
        {
            throw new ArgumentException($"There is no placeholder {{{unknown}}}: use {{id}}, {{agent}}, {{model}}, {{date}} or {{time}}.", nameof(path));
        }

        return new ExportPath(path, names.Count > 0);
    }

    /// <summary>The file for a session.</summary>
    public string For(Session session, string extension)
    {
        ArgumentNullException.ThrowIfNull(session);
        string path = _isTemplate ? Placeholder().Replace(_path, m => Value(m.Groups[1].Value, session)) : _path;
        return IsFolder ? Path.Combine(path, SafeName.From(session.Id) + extension) : path;
    }

    /// <summary>What a session tells must not lead out of the folder: every value is one safe name.</summary>
    private static string Value(string name, Session session) => name switch
    {
        "id" => SafeName.From(session.Id),
        "agent" => SafeName.From(session.Agent),
        "model" => SafeModel(session.Model ?? "unknown"),
        "date" => session.StartedAt.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => session.StartedAt.ToLocalTime().ToString("HHmmss", CultureInfo.InvariantCulture),
    };

    private static string SafeModel(string model) => new([.. model.Select(c => char.IsAsciiLetterOrDigit(c) || (c == '.' && model[0] != '.') || c is '-' or '_' ? c : '-')]);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
