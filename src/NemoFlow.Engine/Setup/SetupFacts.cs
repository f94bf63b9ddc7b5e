// SPDX-License-Identifier: Apache-2.0

namespace NemoFlow.Engine.Setup;

/// <summary>What was seen of a machine; <see cref="SetupChecks"/> says what it means.</summary>
public sealed record SetupFacts
{
    /// <summary>Now.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>This program's version.</summary>
    public required string Version { get; init; }

    /// <summary>The agents that this version can be installed into.</summary>
    public IReadOnlyList<AgentFacts> Agents { get; init; } = [];

    /// <summary>The state folder.</summary>
    public required StateFacts State { get; init; }

    /// <summary>The gateway that installed hooks report to.</summary>
    public required GatewayFacts Gateway { get; init; }

    /// <summary>The configuration files that are there.</summary>
    public IReadOnlyList<string> ConfigurationFiles { get; init; } = [];

    /// <summary>What is wrong with the configuration; null where nothing is.</summary>
    public string? ConfigurationProblem { get; init; }

    /// <summary>What the configuration sets and is not allowed to.</summary>
    public IReadOnlyList<string> ConfigurationWarnings { get; init; } = [];

    /// <summary>Where projections go beside the journal.</summary>
    public IReadOnlyList<ExporterFacts> Exporters { get; init; } = [];

    /// <summary>The proxy variable that is set; null where none is.</summary>
    public string? ProxyVariable { get; init; }

    /// <summary>Whether the proxy is told to leave this machine alone.</summary>
    public bool ProxySparesLoopback { get; init; }

    /// <summary>What is excepted from the proxy, with this machine.</summary>
    public string Exceptions { get; init; } = "127.0.0.1,localhost,::1";

    /// <summary>The gateway that the environment names for hooks; null where it names none.</summary>
    public string? NamedGateway { get; init; }

    /// <summary>Whether a gateway answers there.</summary>
    public bool NamedGatewayAnswers { get; init; }
}
