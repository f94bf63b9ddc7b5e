// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Architecture.Tests.Rooms;

/// <summary>
/// The map of the product. An edge is added here on purpose and in the same change as in the project file: what a room may
/// know about is a decision, not a convenience.
/// </summary>
internal static class RoomMap
{
    public const string Core = "NemoFlow.Core";
    public const string PowerShell = "NemoFlow.PowerShell";

    private const string Agents = "NemoFlow.Agents";
    private const string Codecs = "NemoFlow.Codecs";
    private const string Configuration = "NemoFlow.Configuration";
    private const string Engine = "NemoFlow.Engine";
    private const string Exporters = "NemoFlow.Exporters";
    private const string Gateway = "NemoFlow.Gateway";
    private const string Rehearsal = "NemoFlow.Rehearsal";
    private const string Storage = "NemoFlow.Storage";

    /// <summary>All rooms, those without references first.</summary>
    public static IReadOnlyList<Room> All { get; } =
    [
        new(Core, [], []),
        new(Codecs, [Core], []),
        new(Configuration, [Core], ["YamlDotNet"]),
        new(Agents, [Core, Codecs, Configuration], []),
        new(Exporters, [Core], []),
        new(Storage, [Core], []),
        new(Engine, [Agents, Exporters, Storage], []),
        new(Gateway, [Engine], [], UsesAspNetCore: true),
        new(Rehearsal, [Codecs], [], UsesAspNetCore: true),
        new("NemoFlow.Cli", [Gateway, Rehearsal], ["System.CommandLine"]),
        new("NemoFlow.Hook", [], [], Optional: true),
        new(PowerShell, [Core, Engine, Gateway, Rehearsal], ["PowerShellStandard.Library"], Optional: true),
    ];

    /// <summary>Rooms whose code takes bytes or events and gives values: it never touches files, sockets, clocks or threads.</summary>
    public static IReadOnlyList<string> Pure { get; } = [Core, Codecs, Agents];

    /// <summary>The folders of the exporters that are projections; their senders are beside them and do I/O.</summary>
    public static IReadOnlyList<string> ProjectionFolders { get; } =
        ["Atif", "Atof", "Otlp/GenAi", "Otlp/OpenInference"];
}
