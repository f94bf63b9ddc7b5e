// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;

namespace NemoFlow.Engine;

/// <summary>What is known of a run that NemoFlow started (<see cref="EventKinds.RunStart"/>).</summary>
/// <param name="RunId">The run.</param>
/// <param name="Executable">The agent's executable; its arguments may hold secrets and are not kept.</param>
/// <param name="AgentVersion">The agent's version.</param>
/// <param name="WorkingDirectory">The folder it was started in.</param>
public sealed record RunFacts(string RunId, string Executable, string? AgentVersion, string WorkingDirectory)
{
    internal ReadOnlyMemory<byte> ToJson()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("run_id", RunId);
            writer.WriteString("executable", Executable);
            if (AgentVersion is not null)
            {
                writer.WriteString("agent_version", AgentVersion);
            }

            writer.WriteString("cwd", WorkingDirectory);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
