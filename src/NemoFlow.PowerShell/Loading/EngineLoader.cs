// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Runtime.Loader;

namespace NemoFlow.PowerShell.Loading;

/// <summary>Sends the default context's requests for the engine to the engine's own context. Set up once per process and never undone.</summary>
internal static class EngineLoader
{
    private static readonly Lock Gate = new();
    private static EngineLoadContext? _context;

    /// <summary>The folder of the module's assemblies.</summary>
    public static string BinFolder { get; } = Path.GetDirectoryName(typeof(EngineLoader).Assembly.Location)!;

    /// <summary>The module's folder.</summary>
    public static string ModuleFolder => Path.GetDirectoryName(BinFolder)!;

    public static void Initialize()
    {
        lock (Gate)
        {
            if (_context is not null)
            {
                return;
            }

            _context = new EngineLoadContext(Path.Combine(BinFolder, "engine"));
            AssemblyLoadContext.Default.Resolving += Resolve;
        }
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name is { } simple && simple.StartsWith("NemoFlow.", StringComparison.Ordinal) && _context!.Has(simple)
            ? _context.LoadFromAssemblyName(name)
            : null;
}
