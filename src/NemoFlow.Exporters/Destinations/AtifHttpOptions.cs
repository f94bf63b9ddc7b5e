// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Destinations;

/// <summary>A server that documents are posted to.</summary>
public sealed record AtifHttpOptions : AtifDestinationOptions
{
    /// <summary>Where they are posted to.</summary>
    public required Uri Url { get; init; }

    /// <summary>Headers of every request; never shown.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>By header name, the environment variable that holds its value.</summary>
    public IReadOnlyDictionary<string, string> HeaderVariables { get; init; } = new Dictionary<string, string>();
}
