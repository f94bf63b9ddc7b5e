// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Nodes;
using NemoFlow.Configuration.Settings;
using NemoFlow.Content;
using NemoFlow.Exporters;
using NemoFlow.Exporters.Atif;
using NemoFlow.Exporters.Destinations;
using NemoFlow.Exporters.Otlp;

namespace NemoFlow.Engine.Delivery;

/// <summary>From the <c>observability</c> component of a configuration to exporters.</summary>
public static class ExporterSetup
{
    private const string Root = "observability.";

    /// <summary>The exporters of a configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="environment">The environment: hide switches, Weave's variables, and standard endpoints where none is configured.</param>
    /// <param name="folder">The folder that relative paths count from.</param>
    /// <exception cref="ConfigurationException">Something is missing, or does not fit together.</exception>
    public static ExporterSet From(EffectiveConfiguration configuration, Func<string, string?> environment, string folder)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(environment);
        if (!configuration.Flag(Root + "enabled"))
        {
            return new ExporterSet { AtifFile = new AtifFileOptions { Enabled = false } };
        }

        return new ExporterSet
        {
            Otlp = [.. OtlpSetup.Backends(configuration, environment)],
            OnRequest = OtlpSetup.OnRequest(configuration),
            AtofFiles = [.. AtofSetup.Files(configuration, folder)],
            AtofStreams = [.. AtofSetup.Streams(configuration)],
            AtifFile = AtifFile(configuration),
            AtifDestinations = [.. Tables(configuration, Root + "atif.storage").Select((t, i) => Destination(t, $"{Root}atif.storage[{i}]", folder))],
        };
    }

    /// <summary>One OpenInference backend and nothing else.</summary>
    /// <exception cref="ConfigurationException">The endpoint is none.</exception>
    public static ExporterSet OpenInference(string? endpoint, Func<string, string?> environment) => string.IsNullOrWhiteSpace(endpoint)
        ? ExporterSet.None
        : new ExporterSet
        {
            Otlp =
            [
                new OtlpOptions
                {
                    Endpoint = OtlpEndpoint.Traces(endpoint.Trim())
                        ?? throw new ConfigurationException($"'{UrlText.Masked(endpoint)}' is no endpoint for traces: write it as http://127.0.0.1:4318/v1/traces."),
                    Vocabulary = SpanVocabulary.OpenInference,
                    Hide = Exporters.Otlp.OpenInference.OpenInferenceHiding.FromEnvironment(environment),
                },
            ],
        };

    internal static IEnumerable<ConfigTable> Tables(EffectiveConfiguration configuration, string key) =>
        (configuration.Root.At(key) as ConfigList)?.Items.OfType<ConfigTable>() ?? [];

    internal static string? Word(ConfigTable table, string key) => (table[key] as ConfigScalar)?.Text;

    internal static Dictionary<string, string> Words(ConfigTable table, string key) => (table[key] as ConfigTable)?.Members
        .Where(m => m.Value is ConfigScalar).ToDictionary(m => m.Key, m => ((ConfigScalar)m.Value).Text, StringComparer.OrdinalIgnoreCase) ?? [];

    internal static TimeSpan? Millis(ConfigTable table, string key) => table[key] is ConfigScalar { Value: long millis } ? TimeSpan.FromMilliseconds(millis) : null;

    internal static ConfigurationException Missing(ConfigTable table, string key, string example) =>
        new($"{table.Source}: {key} is missing: write for example {example}.");

    private static AtifFileOptions AtifFile(EffectiveConfiguration configuration)
    {
        string template = configuration.Text(Root + "atif.filename_template") ?? AtifFileName.Default;
        if (AtifFileName.Problem(template) is { } problem)
        {
            throw new ConfigurationException($"{configuration.Root.At(Root + "atif.filename_template")?.Source}: {Root}atif.filename_template is wrong: {problem}.");
        }

        return new AtifFileOptions
        {
            Enabled = configuration.Flag(Root + "atif.enabled"),
            FileNameTemplate = template,
            AgentName = configuration.TextIfSet(Root + "atif.agent_name"),
            AgentVersion = configuration.TextIfSet(Root + "atif.agent_version"),
            ModelName = configuration.TextIfSet(Root + "atif.model_name"),
            ToolDefinitions = Json(configuration, Root + "atif.tool_definitions"),
            AgentExtra = Json(configuration, Root + "atif.extra"),
        };
    }

    private static JsonElement? Json(EffectiveConfiguration configuration, string key) =>
        configuration.Root.At(key) is { } node ? JsonElement.Parse(NodeText.Json(node)) : null;

    private static AtifDestinationOptions Destination(ConfigTable table, string key, string folder)
    {
        AtifDestinationOptions destination = IsHttp(table) ? Http(table, key) : S3(table, key);
        return destination with
        {
            Name = Word(table, "name"),
            Timeout = Millis(table, "timeout_millis") ?? destination.Timeout,
            LocalCopyFolder = Word(table, "local_copy_directory") is { } path ? Path.GetFullPath(path, folder) : null,
        };
    }

    private static bool IsHttp(ConfigTable table) => Word(table, "type") is { } type ? type == "http" : Word(table, "url") is not null && Word(table, "bucket") is null;

    private static AtifHttpOptions Http(ConfigTable table, string key) => new()
    {
        Url = new Uri(Word(table, "url") ?? Word(table, "endpoint") ?? throw Missing(table, key + ".url", "url = \"https://example.com/trajectories\"")),
        Headers = Words(table, "headers"),
        HeaderVariables = Words(table, "header_env"),
    };

    private static AtifS3Options S3(ConfigTable table, string key)
    {
        AtifS3Options defaults = new() { Bucket = Word(table, "bucket") ?? throw Missing(table, key + ".bucket", "bucket = \"trajectories\"") };
        return defaults with
        {
            Endpoint = Word(table, "endpoint") is { } endpoint ? new Uri(endpoint) : null,
            Prefix = Word(table, "prefix") ?? "",
            Region = Word(table, "region") ?? defaults.Region,
            PathStyle = Word(table, "path_style") == "true",
            AccessKeyVariable = Word(table, "access_key_env") ?? defaults.AccessKeyVariable,
            SecretKeyVariable = Word(table, "secret_key_env") ?? defaults.SecretKeyVariable,
            SessionTokenVariable = Word(table, "session_token_env") ?? defaults.SessionTokenVariable,
        };
    }
}
