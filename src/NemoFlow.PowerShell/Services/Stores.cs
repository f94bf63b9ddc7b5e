// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Sessions;
using NemoFlow.Storage.Files;

namespace NemoFlow.PowerShell.Services;

/// <summary>The recorded sessions of the state folder that the environment names at the moment.</summary>
internal static class Stores
{
    public static StateFolder State => StateFolder.FromEnvironment(Environment.GetEnvironmentVariable);

    public static SessionStore Sessions => new(State);

    public static SessionCatalog Catalog => new(State);
}
