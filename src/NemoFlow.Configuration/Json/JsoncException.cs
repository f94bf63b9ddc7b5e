// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Json;

/// <summary>A text that is not JSON, or an edit that its values do not allow; always says where, and what was expected there.</summary>
public sealed class JsoncException : Exception
{
    /// <summary>Makes the error for one place.</summary>
    /// <param name="reason">What was expected and what was found.</param>
    /// <param name="position">Where.</param>
    /// <param name="sourceName">The file's name, or null for a text that has none.</param>
    public JsoncException(string reason, JsoncPosition position, string? sourceName = null)
        : base($"{sourceName ?? "JSON"}:{position}: {reason}")
    {
        Reason = reason;
        Position = position;
    }

    /// <summary>The message without the place.</summary>
    public string Reason { get; }

    /// <summary>Where the error is.</summary>
    public JsoncPosition Position { get; }
}
