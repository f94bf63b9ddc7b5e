// SPDX-License-Identifier: Apache-2.0
using static NemoFlow.Configuration.Schema.Describe;

namespace NemoFlow.Configuration.Schema;

/// <summary>All that can be configured: the sections of <c>config.toml</c>, and by their kind the components of <c>plugins.toml</c>.</summary>
public static class ConfigSchema
{
    /// <summary>The kinds of components that are read.</summary>
    public static IReadOnlyList<string> ComponentKinds { get; } = ["observability", "pii_redaction", "pricing"];

    /// <summary>What a mistake leads to, by kind of mistake.</summary>
    public static SchemaTable Policy { get; } = new(
        ("unknown_component", Choice("A component of an unknown kind.", "warn", "ignore", "warn", "error")),
        ("unknown_field", Choice("A key that is not known.", "warn", "ignore", "warn", "error")),
        ("unsupported_value", Choice("A value that is not allowed; where it is no error the value is left out.", "error", "ignore", "warn", "error")));

    /// <summary>The sections of <c>config.toml</c>.</summary>
    public static SchemaTable Config { get; } = new(
        ("upstream", new SchemaTable(
            ("openai_base_url", Url("Where OpenAI's APIs are.", "https://api.openai.com/v1")),
            ("anthropic_base_url", Url("Where Anthropic's API is.", "https://api.anthropic.com")))
        {
            Retired = new Dictionary<string, string>
            {
                ["openai_auth_header"] = "credentials do not belong in this file: set OPENAI_API_KEY in the gateway's environment",
                ["anthropic_auth_header"] = "credentials do not belong in this file: set ANTHROPIC_API_KEY in the gateway's environment",
            },
        }),
        ("gateway", new SchemaTable(
            ("bind", new SchemaScalar(ScalarKind.Bind) { Description = "Address and port to serve on; only loopback is possible." }),
            ("max_hook_payload_bytes", Whole("Largest hook payload.", 1024, 20 << 20) with { Max = 1 << 30 }),
            ("max_passthrough_body_bytes", Whole("Largest body of a forwarded request.", 1024, 100 << 20)),
            ("max_capture_bytes", Whole("Most bytes of one body that are copied for recording.", 0, 16 << 20) with { Max = 1 << 30 }))),
        ("session", new SchemaTable(
            ("atif_dir", Place("One folder for all trajectories; default: .nemo-flow/atif in the folder the agent works in.")),
            ("metadata", new SchemaMap(null) { Description = "Facts that every session carries.", Project = ProjectRule.Allowed }))
        {
            Retired = new Dictionary<string, string> { ["plugin_config"] = "put it into plugins.toml, or into [plugins] config" },
        }),
        ("agents", new SchemaTable(
            ("codex", Agent("Codex")),
            ("claude", Agent("Claude Code")),
            ("cursor", new SchemaTable(
                ("command", Word("What starts Cursor's agent; quotes work as in a shell.")),
                ("patch_restore_hooks", Flag("A run adds its hooks to .cursor/hooks.json and takes them out again.", true)))),
            ("hermes", new SchemaTable(
                ("command", Word("What starts Hermes; quotes work as in a shell.")),
                ("hooks_path", Word("Hermes' configuration file.")))))
        {
            Aliases = new Dictionary<string, string> { ["claude-code"] = "claude" },
        }),
        ("content", ContentSection()),
        ("journal", new SchemaTable(
            ("keep_days", Whole("Remove sessions that are older when a gateway starts; default: keep all.", 1) with { Max = 36_500 }),
            ("keep_megabytes", Whole("Remove the oldest sessions beyond this size when a gateway starts; default: keep all.", 1) with { Max = 1L << 40 }))),
        ("plugins", new SchemaTable(
            ("config", new SchemaMap(null) { Description = "What else stands in plugins.toml, in one file with the rest." }))))
    {
        Refused = new Dictionary<string, string>
        {
            ["exporters"] = "exporters are configured in plugins.toml",
            ["observability"] = "exporters are configured in plugins.toml",
            ["export"] = "exporters are configured in plugins.toml",
        },
        Retired = new Dictionary<string, string>
        {
            ["server"] = "the section is called [upstream]",
            ["logging"] = "there is no such section in this version",
            ["daemon"] = "there is no such section in this version",
        },
    };

    /// <summary>The components of <c>plugins.toml</c> by kind: <c>enabled</c>, and the members of their <c>config</c>.</summary>
    public static SchemaTable Plugins { get; } = new(
        ("observability", ObservabilitySchema.Component),
        ("pii_redaction", RedactionSchema.Component),
        ("pricing", new SchemaTable(
            ("enabled", Flag("Costs are estimated.", true)),
            ("bundled", Flag("The catalog that comes with NemoFlow stands behind the sources.", true)),
            ("sources", new SchemaList(PriceSource()) { Concatenates = true, Description = "Catalogs, each {type = \"file\", path} or {type = \"inline\", catalog}; the first that knows the model counts." }))));

    /// <summary>Everything.</summary>
    public static SchemaTable All { get; } = new([
        .. Config.Names.Where(n => n != "plugins").Select(n => (n, Config[n]!)),
        .. Plugins.Names.Select(n => (n, Plugins[n]!)),
        ("policy", Policy)])
    {
        Retired = Config.Retired,
        Refused = Config.Refused,
    };

    private static SchemaTable PriceSource() => new(
        ("type", Choice("Where the catalog stands.", null, "file", "inline")),
        ("path", Word("Its file, relative to the one that names it.")),
        ("catalog", new SchemaMap(null) { Description = "The catalog itself." }));

    private static SchemaTable Agent(string name) => new(("command", Word($"What starts {name}; quotes work as in a shell.")));

    private static SchemaTable ContentSection() => new(
        ("capture", Level("How much of all content is recorded: full, metadata (sizes, names and ids) or none.", "full")),
        ("prompts", Level("What users write.", null)),
        ("instructions", Level("System prompts and tool definitions.", null)),
        ("output", Level("What models answer.", null)),
        ("reasoning", Level("What models think.", null)),
        ("tool_input", Level("Arguments of tools.", null)),
        ("tool_output", Level("Results of tools.", null)));
}
