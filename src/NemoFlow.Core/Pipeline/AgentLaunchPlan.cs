// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>What a run would start. Secrets are masked, and the port and the ids that only a run has are placeholders.</summary>
public sealed record AgentLaunchPlan
{
    /// <summary>The agent's kind (<see cref="AgentKinds"/>).</summary>
    public required string Agent { get; init; }

    /// <summary>Executable and arguments.</summary>
    public required IReadOnlyList<string> Command { get; init => field = IndexableList.Of(value); }

    /// <summary>Variables that the run adds to the environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The folder it would run in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Where the gateway would listen.</summary>
    public required string GatewayUrl { get; init; }

    /// <summary>Where the gateway would forward requests of OpenAI's APIs.</summary>
    public required string OpenAIBaseUrl { get; init; }

    /// <summary>Where the gateway would forward requests of Anthropic's API.</summary>
    public required string AnthropicBaseUrl { get; init; }

    /// <summary>The folder for trajectories.</summary>
    public required string AtifDirectory { get; init; }

    /// <summary>The folder for journals.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>True where model traffic would come through the gateway.</summary>
    public bool CapturesModels { get; init; }

    /// <summary>True where hooks would be recorded.</summary>
    public bool CapturesHooks { get; init; }

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Notes { get; init => field = IndexableList.Of(value); } = [];

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Command);
}
