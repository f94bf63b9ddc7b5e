// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Pricing;

/// <summary>A catalog of prices is wrong; the message names the place, the key and what is allowed.</summary>
public sealed class PriceCatalogException : Exception
{
    /// <summary>With what is wrong at a place of a catalog.</summary>
    public PriceCatalogException(string name, CatalogPlace place, string problem)
        : base($"{name}: {place} {problem}.")
    {
        Place = place;
        Problem = problem;
    }

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

    /// <summary>Where it is wrong; null where it is no JSON.</summary>
    public CatalogPlace? Place { get; }

    /// <summary>What is wrong there.</summary>
    public string? Problem { get; }
}
