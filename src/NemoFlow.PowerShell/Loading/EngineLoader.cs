// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace NemoFlow.PowerShell.Loading;

/// <summary>Sends the default context's requests for the engine to the engine's own context. Set up once per process and never undone.</summary>
internal static class EngineLoader
{
    private const string CoreName = "NemoFlow.Core";

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
            LoadCore();
        }
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) => name.Name switch
    {
        null => null,
        CoreName => Core(context),
        string simple when simple.StartsWith("NemoFlow.", StringComparison.Ordinal) && _context!.Has(simple) => _context.LoadFromAssemblyName(name),
        _ => null,
    };

    /// <summary>Scripts may name its types as soon as the module is imported.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoadCore() => GC.KeepAlive(typeof(Session));

    /// <summary>The types that go down the pipeline, compiled for this platform where the module has that; else as they lie beside the cmdlets.</summary>
    private static Assembly? Core(AssemblyLoadContext context)
    {
        string compiled = Path.Combine(BinFolder, Platform.Identifier, CoreName + ".dll");
        return File.Exists(compiled) ? context.LoadFromAssemblyPath(compiled) : null;
    }
}
