// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Settings;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Storage.Files;

namespace NemoFlow.Gateway.Background;

/// <summary>How the user's gateway runs.</summary>
public sealed record UserGatewayOptions
{
    /// <summary>The settings of all layers.</summary>
    public required GatewaySettings Settings { get; init; }

    /// <summary>How it listens and forwards.</summary>
    public required GatewayOptions Gateway { get; init; }

    /// <summary>Where it journals; also where it says that it is there.</summary>
    public required StateFolder State { get; init; }

    /// <summary>A fingerprint of the settings (<see cref="SettingsFingerprint"/>).</summary>
    public required string Fingerprint { get; init; }

    /// <summary>After how long without work it stops; zero for never.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often it looks for hooks in the spool and for idleness.</summary>
    public TimeSpan Watch { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
