// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Agents.Common;

/// <summary>What a failed or denied tool call has in place of a result.</summary>
internal static class ToolFailure
{
    private static readonly string[] Members =
        ["error", "error_message", "error_type", "reason", "failure_type", "is_interrupt", "duration", "duration_ms"];

    /// <summary>An object of whichever facts the payload tells; null where it tells none.</summary>
    public static JsonElement? Read(JsonElement payload)
    {
        JsonElement facts = JsonBuilding.Build(writer =>
        {
            writer.WriteStartObject();
            foreach (string member in Members)
            {
                if ((payload.At(member) ?? payload.At("extra." + member)) is { } value)
                {
                    writer.WritePropertyName(member);
                    value.WriteVerbatimTo(writer);
                }
            }

            writer.WriteEndObject();
        });
        return facts.GetPropertyCount() == 0 ? null : facts;
    }
}
