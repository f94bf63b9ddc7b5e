// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Json;

/// <summary>A value as it stands in a document: its type, and where it was written.</summary>
public abstract class JsoncValue
{
    private protected JsoncValue(JsoncSource source, int start)
    {
        Source = source;
        Start = start;
    }

    /// <summary>The type of the value.</summary>
    public abstract JsoncKind Kind { get; }

    /// <summary>Where the value begins.</summary>
    public JsoncPosition Position => Source.PositionAt(Start);

    internal JsoncSource Source { get; }

    /// <summary>The offset of the first character.</summary>
    internal int Start { get; }

    /// <summary>The offset after the last character.</summary>
    internal int End { get; set; }

    /// <summary>The value's text, as it was written.</summary>
    public override string ToString() => Source.Text[Start..End];

    /// <summary>An error about this value, for a reader that finds it well-formed but unusable.</summary>
    public JsoncException Error(string reason) => Source.Error(Start, reason);
}
