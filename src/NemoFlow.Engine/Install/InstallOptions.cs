// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Install;

/// <summary>An installation, or its removal.</summary>
public sealed record InstallOptions
{
    /// <summary>The agent (<see cref="AgentKinds"/>).</summary>
    public required string Agent { get; init; }

    /// <summary>For the user or for the project in <see cref="WorkingDirectory"/>.</summary>
    public InstallScope Scope { get; init; }

    /// <summary>The state folder; also where records of installations are kept.</summary>
    public required StateFolder State { get; init; }

    /// <summary>The project's folder.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The environment: it names the agent's folder.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The words that start NemoFlow's own program, for the stable copy of the hook client and the background gateway.</summary>
    public IReadOnlyList<string> Program { get; init; } = [];

    /// <summary>The native hook client beside the program; null where there is none.</summary>
    public string? NativeHook { get; init; }

    /// <summary>Whether agents run hooks as they do on Windows.</summary>
    public bool Windows { get; init; } = OperatingSystem.IsWindows();

    /// <summary>Where the user's gateway listens.</summary>
    public string GatewayUrl { get; init; } = "http://127.0.0.1:4040";

    /// <summary>What becomes of model traffic; null leaves it as an earlier installation made it.</summary>
    public ProviderRouting? Routing { get; init; }

    /// <summary>Whether commands are wanted even where the agent could post hooks itself.</summary>
    public bool CommandsOnly { get; init; }

    /// <summary>Whether the agent's notice at the end of a turn takes the place of hooks (Codex); null does so where hooks are locked.</summary>
    public bool? Notify { get; init; }

    /// <summary>Whether hooks are to be trusted on the user's behalf, where an agent asks for that.</summary>
    public bool TrustHooks { get; init; }

    /// <summary>Plan only: nothing is written.</summary>
    public bool DryRun { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told before each step that writes.</summary>
    public Action<string> Step { get; init; } = static _ => { };
}
