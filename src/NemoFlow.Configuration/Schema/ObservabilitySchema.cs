// SPDX-License-Identifier: Apache-2.0
using static NemoFlow.Configuration.Schema.Describe;

namespace NemoFlow.Configuration.Schema;

/// <summary>The <c>observability</c> component, version 1: where sessions go.</summary>
internal static class ObservabilitySchema
{
    /// <summary>The switches by the ending of their environment variable.</summary>
    public static IReadOnlyList<string> HideSwitches { get; } =
    [
        "HIDE_INPUTS", "HIDE_OUTPUTS", "HIDE_INPUT_MESSAGES", "HIDE_OUTPUT_MESSAGES", "HIDE_INPUT_IMAGES", "HIDE_INPUT_TEXT", "HIDE_OUTPUT_TEXT",
        "HIDE_LLM_INVOCATION_PARAMETERS", "HIDE_LLM_TOOLS", "HIDE_PROMPTS", "HIDE_CHOICES", "HIDE_EMBEDDINGS_VECTORS", "HIDE_EMBEDDINGS_TEXT",
    ];

    public static SchemaTable Component { get; } = new(
        ("enabled", OnOff("Anything is exported at all.", true)),
        ("version", Choice1("The form of this section: 1.")),
        ("atof", new SchemaTable(
            ("enabled", OnOff("Events go to an ATOF file.", false)),
            ("output_directory", Place("Its folder; default: the gateway's.")),
            ("filename", Word("Its name; default: one with the time of the start.")),
            ("mode", Choice("Whether a file that exists is continued.", "append", "append", "overwrite")),
            ("enable_full_payloads", Flag("Every model request carries the whole history.", false)),
            ("sinks", new SchemaList(Sink()) { Description = "Further files and streams." }))),
        ("atif", new SchemaTable(
            ("enabled", OnOff("Every session has its trajectory file.", true)),
            ("agent_name", Word("Overrides the agent's name.")),
            ("agent_version", Word("Stands for the agent's version where it is not known.")),
            ("model_name", Word("Stands for the model where it is not known.", "unknown")),
            ("tool_definitions", new SchemaList(null) { Description = "Stands for the tools where no request told them." }),
            ("extra", new SchemaMap(null) { Description = "Further members of the document's agent." }),
            ("output_directory", Place("The folder; default: .nemo-flow/atif in the folder the agent works in.")),
            ("filename_template", Word("The file's name.", "{session_id}.atif.json") with { Containing = "{session_id}" }),
            ("storage", new SchemaList(Storage()) { Description = "Where copies go: S3-compatible stores, HTTP servers." }))),
        ("opentelemetry", Traces([
            ("trace_per", Choice("One trace a turn, or one a session.", "turn", "turn", "session")),
            ("capture_content", Flag("Messages, arguments and results are sent too.", false)),
            ("full_requests", Flag("Every model call carries the whole history.", false)),
            ("metrics", Flag("Token usage and durations are sent as metrics too.", false)),
        ])),
        ("openinference", Traces([
            ("trace_per", Choice("One trace a turn, or one a session.", "turn", "turn", "session")),
            ("full_requests", Flag("Every model call carries the whole history.", false)),
            ("project_name", Word("The project in Phoenix and others.")),
            .. Hides(),
            ("base64_image_max_length", Whole("Longer images are left out.", 0, 32000) with { Max = 1 << 30 }),
        ])),
        ("weave", new SchemaTable(
            ("enabled", OnOff("Spans are sent to W&B Weave; the key is WANDB_API_KEY or in ~/.netrc.", false)),
            ("project", Word("entity/project; default: WEAVE_PROJECT.")),
            ("capture_content", Flag("Messages, arguments and results are sent too.", true)),
            ("full_requests", Flag("Every model call carries the whole history.", false)))));

    private static SchemaScalar OnOff(string description, bool defaultValue) => Flag(description, defaultValue) with { Project = ProjectRule.OnlyOff };

    private static SchemaScalar Choice1(string description) => new(ScalarKind.Whole) { Description = description, Min = 1, Max = 1, Default = "1" };

    private static SchemaTable Traces((string Name, SchemaNode Node)[] more) => new([
        ("enabled", OnOff("Spans are sent.", false)),
        ("transport", Choice("The protocol.", "http_binary", "http_binary", "grpc")),
        ("endpoint", Url("The collector or backend.")),
        ("headers", Headers("Headers of every request; better kept in header_env.")),
        ("header_env", Words("Headers whose values are environment variables: header = \"VARIABLE\".")),
        ("resource_attributes", Words("Attributes of the resource.")),
        ("service_name", Word("The service.", "nemo-flow")),
        ("service_namespace", Word("The service's namespace.")),
        ("service_version", Word("The service's version.")),
        ("instrumentation_scope", Word("The instrumentation scope's name.", "nemo-flow")),
        ("timeout_millis", Timeout("How long a request may take.", 3000)),
        ("compression", Choice("How requests are compressed.", "gzip", "gzip", "none")),
        .. more]);

    private static IEnumerable<(string Name, SchemaNode Node)> Hides() => HideSwitches.Select(name => (
        name.ToLowerInvariant(),
        (SchemaNode)(Flag($"As OPENINFERENCE_{name}.", false) with { Project = ProjectRule.OnlyOn })));

    private static SchemaTable Sink() => new(
        ("type", Choice("Its type.", null, "file", "stream")),
        ("name", Word("Its name in messages.")),
        ("output_directory", Place("The file's folder.")),
        ("filename", Word("The file's name.")),
        ("mode", Choice("Whether a file that exists is continued.", "append", "append", "overwrite")),
        ("url", Url("Where a stream goes.")),
        ("transport", Choice("How a stream goes.", "http_post", "http_post", "ndjson")),
        ("headers", Headers("Headers of every request.")),
        ("header_env", Words("Headers whose values are environment variables.")),
        ("timeout_millis", Timeout("How long a request may take.", 3000)));

    private static SchemaTable Storage() => new(
        ("type", Choice("Its type.", null, "s3", "http")),
        ("name", Word("Its name in messages.")),
        ("endpoint", Url("The server; for s3 the default is Amazon's.")),
        ("url", Url("Where an http storage takes documents.")),
        ("bucket", Word("The bucket.")),
        ("prefix", Word("Goes before the file's name.")),
        ("region", Word("The region.")),
        ("path_style", Flag("The bucket stands in the path.", false)),
        ("access_key_env", Word("The variable that holds the access key's id.", "AWS_ACCESS_KEY_ID")),
        ("secret_key_env", Word("The variable that holds the secret key.", "AWS_SECRET_ACCESS_KEY")),
        ("session_token_env", Word("The variable that holds the session token.", "AWS_SESSION_TOKEN")),
        ("headers", Headers("Headers of every request.")),
        ("header_env", Words("Headers whose values are environment variables.")),
        ("local_copy_directory", Place("Where a document waits that could not be delivered.")),
        ("timeout_millis", Timeout("How long a request may take.", 30000)));
}
