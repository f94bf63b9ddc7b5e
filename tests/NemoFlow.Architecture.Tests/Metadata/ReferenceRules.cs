// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Architecture.Tests.Metadata;

/// <summary>The rules on what a compiled room names of other assemblies.</summary>
internal static class ReferenceRules
{
    private static readonly string[] BaseLibrary = ["System", "netstandard", "mscorlib", "Microsoft.Win32.Primitives"];

    /// <summary>References to ASP.NET Core, hosting packages included.</summary>
    public static IEnumerable<string> AspNetCore(AssemblyFacts facts) =>
        from assembly in facts.Assemblies
        where assembly.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
        select $"{facts.Name} names {assembly}: HTTP lives in the gateway and the rehearsal only; take or give a type of our own instead.";

    /// <summary>References to the YAML package.</summary>
    public static IEnumerable<string> Yaml(AssemblyFacts facts) =>
        from assembly in facts.Assemblies
        where assembly == "YamlDotNet"
        select $"{facts.Name} names {assembly}: read and write YAML through NemoFlow.Configuration.";

    /// <summary>References to anything but the base class library.</summary>
    public static IEnumerable<string> BeyondBaseLibrary(AssemblyFacts facts) =>
        from assembly in facts.Assemblies
        where !IsBaseLibrary(assembly)
        select $"{facts.Name} names {assembly}: it is compiled into other things and may name the base class library only.";

    /// <summary>Assemblies that visible signatures name although users' scripts cannot see them.</summary>
    public static IEnumerable<string> HiddenTypesInPublicSurface(AssemblyFacts facts, params string[] allowed) =>
        from assembly in facts.PublicSurface
        where !IsBaseLibrary(assembly) && !allowed.Contains(assembly)
        select $"A public or protected signature of {facts.Name} names a type of {assembly}, which scripts cannot see: use a type of NemoFlow.Core, or make the member internal.";

    // System.Management.Automation is PowerShell, System.CommandLine a package; the rest under System is the base class library.
    private static bool IsBaseLibrary(string assembly) =>
        assembly is not ("System.Management.Automation" or "System.CommandLine")
        && BaseLibrary.Any(b => assembly == b || (b == "System" && assembly.StartsWith("System.", StringComparison.Ordinal)));
}
