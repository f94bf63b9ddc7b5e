// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Architecture.Tests.Metadata;

public sealed class AssemblyRulesTests
{
    /// <summary>This assembly, which does all that a pure room may not.</summary>
    private static readonly AssemblyFacts Impure = AssemblyFacts.Read(typeof(AssemblyRulesTests).Assembly.Location);

    [Fact]
    public void AspNetCore_Named_IsFound() =>
        Assert.Single(ReferenceRules.AspNetCore(Facts(assemblies: ["System.Runtime", "Microsoft.AspNetCore.Http.Abstractions"])));

    [Fact]
    public void Yaml_Named_IsFound() => Assert.Single(ReferenceRules.Yaml(Facts(assemblies: ["System.Runtime", "YamlDotNet"])));

    [Theory]
    [InlineData("xunit.v3.assert")]
    [InlineData("System.CommandLine")]
    [InlineData("System.Management.Automation")]
    public void BeyondBaseLibrary_Package_IsFound(string package) =>
        Assert.Single(
            ReferenceRules.BeyondBaseLibrary(Facts(assemblies: ["System.Runtime", "System.Text.Json", package])),
            f => f.Contains(package, StringComparison.Ordinal));

    [Fact]
    public void PublicSurface_OfThisAssembly_NamesTheTestFrameworkOfAConstructor()
    {
        Assert.Contains("xunit.v3.core", Impure.PublicSurface);
        Assert.Contains(
            ReferenceRules.HiddenTypesInPublicSurface(Impure),
            f => f.Contains("xunit.v3.core", StringComparison.Ordinal));
        Assert.DoesNotContain(
            ReferenceRules.HiddenTypesInPublicSurface(Impure, "xunit.v3.core"),
            f => f.Contains("xunit.v3.core", StringComparison.Ordinal));
    }

    [Fact]
    public void PublicSurface_OfThisAssembly_LeavesOutInternalSignatures() =>
        Assert.DoesNotContain("System.Reflection.Metadata", Impure.PublicSurface);

    [Fact]
    public void Impurities_OfThisAssembly_AreItsFileAccess() =>
        Assert.Contains(PurityRules.Impurities(Impure), f => f.Contains("names System.IO.File:", StringComparison.Ordinal));

    [Theory]
    [InlineData("System.Net.Sockets.Socket")]
    [InlineData("System.Threading.Timer")]
    [InlineData("System.TimeProvider")]
    public void Impurities_Type_IsFound(string type) => Assert.Single(PurityRules.Impurities(Facts(types: ["System.String", type])));

    [Theory]
    [InlineData("System.DateTimeOffset::get_UtcNow")]
    [InlineData("System.Guid::NewGuid")]
    public void Impurities_Member_IsFound(string member) =>
        Assert.Single(PurityRules.Impurities(Facts(members: ["System.DateTimeOffset::AddDays", member])));

    [Fact]
    public void Impurities_HarmlessNames_AreNotFound() =>
        Assert.Empty(PurityRules.Impurities(Facts(
            types: ["System.Net.WebUtility", "System.IO.Path", "System.IO.MemoryStream", "System.Threading.CancellationToken"],
            members: ["System.DateTimeOffset::Parse"])));

    private static AssemblyFacts Facts(string[]? assemblies = null, string[]? types = null, string[]? members = null) =>
        new("Sample", assemblies ?? [], types ?? [], members ?? [], []);
}
