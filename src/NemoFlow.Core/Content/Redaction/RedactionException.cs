// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Content.Redaction;

/// <summary>A text could not be redacted in time: it must not be recorded.</summary>
public sealed class RedactionException : Exception
{
    /// <summary>With a message.</summary>
    public RedactionException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public RedactionException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without a message.</summary>
    public RedactionException()
    {
    }
}
