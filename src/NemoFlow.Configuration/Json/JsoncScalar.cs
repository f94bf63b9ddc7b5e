// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Json;

/// <summary>A string, number, boolean or null.</summary>
public sealed class JsoncScalar : JsoncValue
{
    internal JsoncScalar(JsoncSource source, int start, int end, JsoncKind kind, string text)
        : base(source, start)
    {
        End = end;
        Kind = kind;
        Text = text;
    }

    /// <inheritdoc/>
    public override JsoncKind Kind { get; }

    /// <summary>A string's characters; of any other value the text as it was written.</summary>
    public string Text { get; }
}
