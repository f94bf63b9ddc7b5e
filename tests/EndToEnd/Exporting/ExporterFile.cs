// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Exporting;

/// <summary>The user's <c>plugins.toml</c> in a sandbox.</summary>
internal static class ExporterFile
{
    /// <summary>Both conventions, each to a backend of its own.</summary>
    public static void Write(Sandbox sandbox, Uri genAiHttp, Uri openInferenceGrpc) => Write(
        sandbox,
        $$"""
        [components.config.opentelemetry]
        enabled = true
        endpoint = "{{genAiHttp}}"
        capture_content = true
        metrics = true
        timeout_millis = 20000

        [components.config.openinference]
        enabled = true
        endpoint = "{{openInferenceGrpc}}"
        transport = "grpc"
        project_name = "end-to-end"
        timeout_millis = 20000
        """);

    /// <summary>Both on the same spans.</summary>
    public static void WriteTogether(Sandbox sandbox, Uri traces) => Write(
        sandbox,
        $$"""
        [components.config.opentelemetry]
        enabled = true
        endpoint = "{{traces}}"
        capture_content = true
        timeout_millis = 20000

        [components.config.openinference]
        enabled = true
        endpoint = "{{traces}}"
        """);

    public static void Write(Sandbox sandbox, string exporters)
    {
        string folder = Directory.CreateDirectory(Path.Combine(sandbox.Environment["HOME"], ".config", "nemo-flow")).FullName;
        File.WriteAllText(Path.Combine(folder, "plugins.toml"), $"""
            version = 1

            [[components]]
            kind = "observability"

            {exporters}
            """);
    }
}
