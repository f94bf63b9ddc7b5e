// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Settings;

/// <summary>A setting is wrong; the message names it and what is allowed.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>With a message.</summary>
    public ConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public ConfigurationException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without a message.</summary>
    public ConfigurationException()
    {
    }
}
