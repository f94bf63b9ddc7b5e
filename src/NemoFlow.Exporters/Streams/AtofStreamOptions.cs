// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Streams;

/// <summary>A server that takes ATOF events.</summary>
public sealed record AtofStreamOptions
{
    /// <summary>The name in status; null makes one of the URL.</summary>
    public string? Name { get; init; }

    /// <summary>Where events are posted to.</summary>
    public required Uri Url { get; init; }

    /// <summary>True posts every event by itself as JSON; false posts as many as there are as JSON lines.</summary>
    public bool OneByOne { get; init; }

    /// <summary>Headers of every request; never shown.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>By header name, the environment variable that holds its value.</summary>
    public IReadOnlyDictionary<string, string> HeaderVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>True repeats the whole history with every model request.</summary>
    public bool FullPayloads { get; init; }
}
