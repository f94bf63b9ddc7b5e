// SPDX-License-Identifier: Apache-2.0
using static NemoFlow.Configuration.Schema.Describe;

namespace NemoFlow.Configuration.Schema;

/// <summary>The <c>pii_redaction</c> component: what is taken out of events before they are recorded.</summary>
internal static class RedactionSchema
{
    /// <summary>Nothing that is masked is longer.</summary>
    private const int LongestText = 1 << 30;

    public static SchemaTable Component { get; } = new(
        ("enabled", Flag("The profiles are applied.", true) with { Project = ProjectRule.OnlyOn }),
        ("version", new SchemaScalar(ScalarKind.Whole) { Description = "The form of this section: 1.", Min = 1, Max = 1, Default = "1" }),
        ("mode", Mode()),
        ("input", Surface("Model requests.")),
        ("output", Surface("Model responses.")),
        ("mark", Surface("Hooks that are no tool calls.")),
        ("tool_input", Surface("Arguments of tools.")),
        ("tool_output", Surface("Results of tools.")),
        ("priority", Priority()),
        ("codec", Word("Not needed: the API of a call is known.")),
        ("timeout_millis", Timeout("How long the patterns of one event may take; beyond it the event's content is withheld.", 250)),
        ("builtin", Builtin()),
        ("profiles", new SchemaList(new SchemaTable(
            ("enabled", Flag("The profile is applied.", true)),
            ("mode", Mode()),
            ("priority", Priority()),
            ("builtin", Builtin()))
        {
            Description = "Profiles in the order of their priority.",
            Strict = true,
        })
        {
            Description = "Profiles, applied in the order of their priority; those of all layers together.",
            Concatenates = true,
            Project = ProjectRule.Allowed,
        }),
        ("policy", new SchemaMap(null) { Description = "Not needed: a mistake in this component is always an error." }))
    {
        Strict = true,
    };

    private static SchemaScalar Mode() => Choice("The backend.", "builtin", "builtin");

    private static SchemaScalar Priority() => Whole("Lower numbers come first.", 0, 100);

    private static SchemaScalar Surface(string description) => Flag(description, true) with { Project = ProjectRule.OnlyOn };

    private static SchemaTable Builtin() => new(
        ("action", Choice("What happens to a match.", null, "remove", "redact", "regex_replace", "hash", "mask")),
        ("detector", Choice("What is looked for.", null, [.. Content.Redaction.Detectors.Names])),
        ("pattern", new SchemaScalar(ScalarKind.Pattern) { Description = "What is looked for, in one's own words." }),
        ("target_paths", WordList("JSON pointers of the values to look at; default: all texts.")),
        ("target_path_globs", WordList("The same, with * for one key or index.")),
        ("replacement", Word("Stands for a match.", "[REDACTED]")),
        ("mask_char", Word("Stands for a masked character.", "*")),
        ("unmasked_prefix", Whole("How many characters at the beginning stay.", 0, 0) with { Max = LongestText }),
        ("unmasked_suffix", Whole("How many characters at the end stay.", 0, 0) with { Max = LongestText }))
    {
        Strict = true,
    };
}
