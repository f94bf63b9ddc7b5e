// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Api;

namespace NemoFlow.Rehearsal.Agent;

/// <summary>Reads the event stream of one response to its end.</summary>
internal static class ResponseReader
{
    private const string DataPrefix = "data: ";

    // Failures that repeat whatever is tried.
    private static readonly string[] FinalCodes =
        ["context_length_exceeded", "insufficient_quota", "invalid_prompt", "usage_limit_reached"];

    public static async Task<ModelReply> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        List<JsonObject> items = [];
        using StreamReader reader = new(stream);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (!line.StartsWith(DataPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            using JsonDocument document = JsonDocument.Parse(line.AsMemory(DataPrefix.Length));
            JsonElement data = document.RootElement.Clone();
            switch (Json.Text(data, "type"))
            {
                case "response.output_item.done":
                    items.Add(JsonObject.Create(data.GetProperty("item"))!);
                    break;
                case "response.completed":
                    return new ModelReply { Items = items, Usage = Json.Find(data, "response", "usage") };
                case "response.incomplete":
                    string? reason = Json.Text(data, "response", "incomplete_details", "reason");
                    return Failed(items, $"Incomplete response returned, reason: {reason}", false);
                case "response.failed":
                    string? code = Json.Text(data, "response", "error", "code");
                    string? message = Json.Text(data, "response", "error", "message");
                    return Failed(items, message ?? "The response failed.", !FinalCodes.Contains(code));
            }
        }

        return Failed(items, "stream disconnected before completion", true);
    }

    public static ModelReply Failed(IReadOnlyList<JsonObject> items, string error, bool canRetry)
        => new() { Items = items, Error = error, CanRetry = canRetry };
}
