// SPDX-License-Identifier: Apache-2.0
using System.Xml.Linq;
using NemoFlow.Tests;

namespace NemoFlow.Architecture.Tests.Rooms;

/// <summary>What a project file references, by name.</summary>
internal sealed record ProjectFile(
    string Name,
    IReadOnlyList<string> Projects,
    IReadOnlyList<string> Packages,
    IReadOnlyList<string> Frameworks)
{
    /// <summary>Reads the project files of all rooms in the checkout.</summary>
    public static IReadOnlyList<ProjectFile> ReadAll() =>
        [.. Directory.GetDirectories(Path.Combine(RepositoryPaths.Root, "src"))
            .SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))
            .Order(StringComparer.Ordinal)
            .Select(path => Parse(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path)))];

    /// <summary>Reads the text of a project file.</summary>
    public static ProjectFile Parse(string name, string xml)
    {
        XDocument document = XDocument.Parse(xml);
        return new ProjectFile(
            name,
            [.. Includes(document, "ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/')))],
            Includes(document, "PackageReference"),
            Includes(document, "FrameworkReference"));
    }

    private static List<string> Includes(XDocument document, string item) =>
        [.. document.Descendants()
            .Where(e => e.Name.LocalName == item)
            .Select(e => (string?)e.Attribute("Include"))
            .OfType<string>()
            .Order(StringComparer.Ordinal)];
}
