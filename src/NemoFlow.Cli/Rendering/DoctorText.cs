// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NemoFlow.Engine;

namespace NemoFlow.Cli.Rendering;

/// <summary>Checks for people and for programs.</summary>
internal static class DoctorText
{
    public static async Task WriteAsync(IReadOnlyList<SetupCheck> checks, TextWriter output)
    {
        string? agent = null;
        foreach (SetupCheck check in checks)
        {
            if (check.Agent != agent)
            {
                await output.WriteLineAsync(check.Agent is null ? "" : "\n" + check.Agent).ConfigureAwait(false);
                agent = check.Agent;
            }

            await output.WriteLineAsync($"{Sign(check.Status)} {check.Name,-16} {check.Message}").ConfigureAwait(false);
            if (check.Remedy is not null)
            {
                await output.WriteLineAsync($"  {"",-16} → {check.Remedy}").ConfigureAwait(false);
            }
        }

        int failed = checks.Count(c => c.Status == SetupStatus.Failed);
        await output.WriteLineAsync(failed == 0 ? "\nNothing is wrong." : $"\n{failed} to mend.").ConfigureAwait(false);
    }

    public static async Task WriteJsonAsync(IReadOnlyList<SetupCheck> checks, TextWriter output)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema_version", 1);
            writer.WriteString("version", Recorder.Version);
            writer.WriteBoolean("ok", checks.All(c => c.Status != SetupStatus.Failed));
            writer.WriteStartArray("checks");
            foreach (SetupCheck check in checks)
            {
                writer.WriteStartObject();
                writer.WriteString("name", check.Name);
                writer.WriteString("agent", check.Agent);
                writer.WriteString("status", check.Status switch { SetupStatus.Passed => "pass", SetupStatus.Failed => "fail", _ => "skip" });
                writer.WriteString("message", check.Message);
                writer.WriteString("remedy", check.Remedy);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        await output.WriteLineAsync(Encoding.UTF8.GetString(buffer.WrittenSpan)).ConfigureAwait(false);
    }

    private static char Sign(SetupStatus status) => status switch { SetupStatus.Passed => '✓', SetupStatus.Failed => '✗', _ => '-' };
}
