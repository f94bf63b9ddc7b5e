// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal;

/// <summary>What the scripted provider answers: a set of conversations, each a list of replies.</summary>
public sealed record Scenario
{
    private const string ResourcePrefix = "NemoFlow.Rehearsal.Scenarios.";
    private const string ResourceSuffix = ".json";

    /// <summary>Name; ids in the replies derive from it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Prompts to give an agent so that it plays the scenario, one per turn of the user.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>The reply when a conversation has no more replies, or when none matches.</summary>
    public string FinalText { get; init; } = "Done.";

    /// <summary>Repeat the request's tools in response objects, as OpenAI does; off because it multiplies the bytes.</summary>
    public bool EchoTools { get; init; }

    /// <summary>The conversations; the first whose conditions hold answers a prompt.</summary>
    public IReadOnlyList<Conversation> Conversations { get; init; } = [];

    /// <summary>The scenarios that ship with this assembly, sorted.</summary>
    public static IReadOnlyList<string> BuiltInNames { get; } =
    [
        .. typeof(Scenario).Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Select(static name => name[ResourcePrefix.Length..^ResourceSuffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a scenario from JSON.</summary>
    /// <param name="json">The text; comments and trailing commas are allowed.</param>
    /// <param name="source">A file or other name for error messages.</param>
    /// <exception cref="ScenarioException">The text is no scenario; its message says where and what is allowed.</exception>
    public static Scenario Parse(string json, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ScenarioReader.Read(json, source);
    }

    /// <summary>Reads a scenario file.</summary>
    /// <exception cref="ScenarioException">The file is no scenario.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Scenario Load(string path) => Parse(File.ReadAllText(path), Path.GetFileName(path));

    /// <summary>One of the scenarios that ship with this assembly.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists them.</exception>
    public static Scenario BuiltIn(string name)
    {
        using Stream? stream = typeof(Scenario).Assembly.GetManifestResourceStream(ResourcePrefix + name + ResourceSuffix);
        if (stream is null)
        {
            throw new ArgumentException(
                $"There is no built-in scenario '{name}'. There are: {string.Join(", ", BuiltInNames)}.", nameof(name));
        }

        using StreamReader reader = new(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd(), name);
    }
}
