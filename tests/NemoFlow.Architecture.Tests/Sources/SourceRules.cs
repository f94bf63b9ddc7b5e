// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;

namespace NemoFlow.Architecture.Tests.Sources;

/// <summary>The rules on source files. A path is given from the root of the checkout, with forward slashes.</summary>
internal static partial class SourceRules
{
    /// <summary>The longest a source file may be.</summary>
    public const int MaxLines = 500;

    private const string Licence = "SPDX-License-Identifier: Apache-2.0";

    // Files that have no namespace of their own.
    private static readonly HashSet<string> WithoutNamespace =
        new(["Program.cs", "GlobalUsings.cs", "AssemblyInfo.cs"], StringComparer.Ordinal);

    /// <summary>True for the files the rules are about: C# and scripts.</summary>
    public static bool IsSource(string path) =>
        Path.GetExtension(path) is ".cs" or ".ps1" or ".psm1" or ".sh" || path.StartsWith(".ci/", StringComparison.Ordinal);

    /// <summary>A file without its licence in the first line, or the second after a shebang.</summary>
    public static IEnumerable<string> Header(string path, string text)
    {
        string[] lines = text.TrimStart('\uFEFF').Split('\n', 3);
        string first = lines[0].StartsWith("#!", StringComparison.Ordinal) && lines.Length > 1 ? lines[1] : lines[0];
        string expected = (path.EndsWith(".cs", StringComparison.Ordinal) ? "// " : "# ") + Licence;
        if (first.TrimEnd('\r') != expected)
        {
            yield return $"{path} does not begin with its licence: put `{expected}` into the first line.";
        }
    }

    /// <summary>A file that is too long.</summary>
    public static IEnumerable<string> Length(string path, string text)
    {
        int lines = text.TrimEnd('\n').Split('\n').Length;
        if (lines > MaxLines)
        {
            yield return $"{path} has {lines} lines, {MaxLines} is the limit: split it by concern.";
        }
    }

    /// <summary>A file under src whose namespace is not its folder. Core's types that users see may be in the product's root namespace.</summary>
    public static IEnumerable<string> Namespace(string path, string text)
    {
        string[] parts = path.Split('/');
        if (parts[0] != "src" || parts.Length < 3 || Path.GetExtension(path) != ".cs")
        {
            yield break;
        }

        bool isCore = parts[1] == "NemoFlow.Core";
        string expected = string.Join('.', [isCore ? "NemoFlow" : parts[1], .. parts[2..^1]]);
        Match match = NamespaceLine().Match(text);
        string actual = match.Groups[1].Value;
        if (!match.Success ? !WithoutNamespace.Contains(parts[^1]) : actual != expected && !(isCore && actual == "NemoFlow"))
        {
            yield return $"{path} has the namespace `{actual}`, its folder says `{expected}`: write `namespace {expected};` or move the file.";
        }
    }

    /// <summary>A projection that names files, sockets, clocks or chance. Its assembly has senders too, so that the text is judged.</summary>
    public static IEnumerable<string> ProjectionPurity(string path, string text) =>
        from Match match in Impure().Matches(LineComment().Replace(text, string.Empty))
        select $"{path} names {match.Value}: a projection is a pure function of a session. Take the value as a parameter, and do I/O in the sender.";

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex LineComment();

    [GeneratedRegex(
        @"(?<![.\w])(?:System\.Net\b(?!\.(?:WebUtility|HttpStatusCode))|(?:File|Directory|Process|Stopwatch|Thread|ThreadPool|Environment|Console|Random)(?=\.)"
        + @"|(?:FileInfo|FileStream|DirectoryInfo|TimeProvider|HttpClient|HttpMessageInvoker|Socket)\b|Guid\.(?:NewGuid|CreateVersion7)|DateTime(?:Offset)?\.(?:Utc)?Now|Task\.Run)")]
    private static partial Regex Impure();
}
