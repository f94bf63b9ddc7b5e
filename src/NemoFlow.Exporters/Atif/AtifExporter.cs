// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NemoFlow.Exporters.Atif;

/// <summary>Writes a session as an Agent Trajectory Interchange Format document, version 1.7 (Harbor RFC 0001).</summary>
public static class AtifExporter
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Indented = true,
        // The document is read as a file, not embedded in a page: text stays readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 1000,
    };

    /// <summary>The version written.</summary>
    public const string SchemaVersion = "ATIF-v1.7";

    /// <summary>Writes the document. False, and nothing written, where the session has no step yet: the format asks for at least one.</summary>
    public static bool TryWrite(Session session, AtifOptions options, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(options);
        (List<AtifStep> steps, List<Subagent> subagents) = AtifProjection.Of(session.Turns);
        if (steps.Count == 0)
        {
            return false;
        }

        using Utf8JsonWriter writer = new(output, WriterOptions);
        AtifTrajectoryWriter trajectory = new(writer, session, options);
        trajectory.Write(new AtifTrajectory
        {
            Id = session.Id,
            Turns = session.Turns,
            Steps = steps,
            Subagents = subagents,
            ModelName = session.Model,
            Usage = session.Usage,
        });
        return true;
    }
}
