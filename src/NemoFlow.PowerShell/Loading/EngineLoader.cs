// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Runtime.InteropServices;
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

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        if (name.Name is not { } simple || !simple.StartsWith("NemoFlow.", StringComparison.Ordinal))
        {
            return null;
        }

        if (simple == "NemoFlow.Core")
        {
            // It belongs to the default context; the one compiled for this platform is quicker.
            string compiled = Path.Combine(BinFolder, "engine", RuntimeInformation.RuntimeIdentifier, "NemoFlow.Core.dll");
            return context.LoadFromAssemblyPath(File.Exists(compiled) ? compiled : Path.Combine(BinFolder, "NemoFlow.Core.dll"));
        }

        return _context!.Has(simple) ? _context.LoadFromAssemblyName(name) : null;
    }
}
