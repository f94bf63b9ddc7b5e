// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Install;

/// <summary>A file could not be changed and is as it was; the message says which, why, and what to do.</summary>
public sealed class FileEditException : Exception
{
    /// <summary>With a message.</summary>
    public FileEditException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public FileEditException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without a message.</summary>
    public FileEditException()
    {
    }
}
