// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hooks;

/// <summary>
/// How hook clients and the user's gateway find each other. The client is compiled without the rest of this assembly, so this file names
/// nothing but the base class library.
/// </summary>
public static class GatewayWire
{
    /// <summary>Where the user's gateway listens unless a setting says otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:4040";

    /// <summary>The file in the state folder that says where the user's gateway listens now; there while one runs.</summary>
    public const string UrlFile = "gateway.url";

    /// <summary>The file in the state folder that a hook client makes when it starts a gateway.</summary>
    public const string StartingFile = "gateway.starting";

    /// <summary>The file below the state folder with the words that start the program, one a line.</summary>
    public const string ProgramFile = "bin/nemo-flow.command";

    /// <summary>The words that make the program a gateway in the background.</summary>
    public static readonly string[] RunArguments = ["gateway", "run"];
}
