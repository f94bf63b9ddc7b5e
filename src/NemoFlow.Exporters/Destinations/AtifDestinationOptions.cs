// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Destinations;

/// <summary>A place that gets a copy of every trajectory when a turn is over.</summary>
public abstract record AtifDestinationOptions
{
    /// <summary>The name in status; null makes one of the address.</summary>
    public string? Name { get; init; }

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A folder for documents that could not be delivered at once, until they are; null keeps none: the journal has them all.</summary>
    public string? LocalCopyFolder { get; init; }
}
