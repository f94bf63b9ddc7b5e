// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Content.Redaction;

/// <summary>Applies profiles to the texts of an event.</summary>
/// <param name="profiles">The profiles, the first applied first.</param>
/// <param name="limit">How long an event may take.</param>
/// <param name="clock">A clock that only goes forward.</param>
public sealed class JsonRedactor(IReadOnlyList<RedactionProfile> profiles, TimeSpan limit, Func<TimeSpan> clock)
{
    private const int MaxDepth = 1000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>The JSON after all profiles.</summary>
    /// <param name="json">An event, or a model request's body.</param>
    /// <param name="surface">What it is; for hooks <see cref="RedactionSurfaces.Mark"/>, their tools' values are told apart.</param>
    /// <exception cref="RedactionException">It took too long.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> json, RedactionSurfaces surface)
    {
        using JsonDocument document = JsonDocument.Parse(json, Options);
        ArrayBufferWriter<byte> output = new(json.Length + 64);
        using (Utf8JsonWriter writer = new(output, JsonVerbatim.WriterOptions with { MaxDepth = MaxDepth }))
        {
            new RedactionWalk(profiles, writer, new RedactionClock(clock, limit)).Write(document.RootElement, surface);
        }

        return output.WrittenMemory;
    }
}
