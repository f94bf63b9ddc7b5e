// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Runtime.Loader;

namespace NemoFlow.PowerShell.Loading;

/// <summary>
/// Where the engine and ASP.NET Core live: apart from whatever versions of the same assemblies other modules have loaded. What is
/// compiled for this platform is preferred; ASP.NET Core comes from the module, else from an installed shared framework.
/// </summary>
internal sealed class EngineLoadContext : AssemblyLoadContext
{
    private readonly string[] _folders;

    public EngineLoadContext(string engineFolder)
        : base("NemoFlow", isCollectible: false)
    {
        string platform = Platform.Identifier;
        _folders =
        [
            Path.Combine(engineFolder, platform),
            engineFolder,
            Path.Combine(engineFolder, "aspnetcore", platform),
            .. SharedFramework.Folders(),
        ];
    }

    /// <summary>True where the module has an assembly of that name: only those are looked for on behalf of the default context.</summary>
    public bool Has(string name) => _folders.AsSpan(0, 2).ToArray().Any(folder => File.Exists(Path.Combine(folder, name + ".dll")));

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == "NemoFlow.Core")
        {
            // The types that go down the pipeline exist once.
            return typeof(Session).Assembly;
        }

        foreach (string folder in _folders)
        {
            string path = Path.Combine(folder, assemblyName.Name + ".dll");
            if (File.Exists(path))
            {
                return LoadFromAssemblyPath(path);
            }
        }

        return null;
    }
}
