// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Pricing;

/// <summary>A catalog of prices is wrong; the message names the entry, the key and what is allowed.</summary>
public sealed class PriceCatalogException : Exception
{
    /// <summary>With a message.</summary>
    public PriceCatalogException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and its cause.</summary>
    public PriceCatalogException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without a message.</summary>
    public PriceCatalogException()
    {
    }
}
