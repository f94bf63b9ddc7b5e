// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Architecture.Tests.Rooms;

namespace NemoFlow.Architecture.Tests.Metadata;

public sealed class AssemblyTests
{
    private static readonly IReadOnlyDictionary<string, AssemblyFacts> Built = RoomMap.All
        .Select(room => (room.Name, Facts: AssemblyFacts.OfRoom(room.Name)))
        .Where(pair => pair.Facts is not null)
        .ToDictionary(pair => pair.Name, pair => pair.Facts!, StringComparer.Ordinal);

    [Fact]
    public void Assemblies_OfAllRoomsInTheCheckout_AreBesideTheTests()
    {
        string[] missing = [.. ProjectFile.ReadAll().Select(p => p.Name).Except(Built.Keys)];
        Assert.True(missing.Length == 0, $"Not built beside the tests, so no rule sees them: {string.Join(", ", missing)}.");
    }

    [Fact]
    public void AspNetCore_IsNamed_ByGatewayAndRehearsalOnly() =>
        Findings.None(RoomMap.All.Where(r => !r.UsesAspNetCore).SelectMany(r => Of(r.Name)).SelectMany(ReferenceRules.AspNetCore));

    [Fact]
    public void Yaml_IsNamed_ByConfigurationOnly() =>
        Findings.None(Built.Values.Where(f => f.Name != "NemoFlow.Configuration").SelectMany(ReferenceRules.Yaml));

    [Fact]
    public void Core_Names_OnlyTheBaseLibrary() => Findings.None(Of(RoomMap.Core).SelectMany(ReferenceRules.BeyondBaseLibrary));

    [Fact]
    public void PowerShell_PublicSurface_NamesOnlyWhatScriptsCanSee() =>
        Findings.None(Of(RoomMap.PowerShell).SelectMany(
            f => ReferenceRules.HiddenTypesInPublicSurface(f, RoomMap.Core, "System.Management.Automation")));

    [Fact]
    public void PureRooms_Name_NoFilesSocketsClocksOrThreads() =>
        Findings.None(RoomMap.Pure.SelectMany(Of).SelectMany(PurityRules.Impurities));

    private static IEnumerable<AssemblyFacts> Of(string room) => Built.TryGetValue(room, out AssemblyFacts? facts) ? [facts] : [];
}
