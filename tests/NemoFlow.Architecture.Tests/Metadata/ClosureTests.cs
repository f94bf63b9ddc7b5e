// SPDX-License-Identifier: Apache-2.0
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using NemoFlow.Tests;

namespace NemoFlow.Architecture.Tests.Metadata;

/// <summary>The module bundles the part of ASP.NET Core that the gateway and the scripted provider need: no more, and nothing missing.</summary>
public sealed class ClosureTests
{
    private static readonly string List = Path.Combine(RepositoryPaths.Root, "src", "NemoFlow.PowerShell", "aspnetcore.closure.txt");

    [Fact]
    public void BundledAssemblies_AreTheClosureOfGatewayAndRehearsal()
    {
        string framework = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "Microsoft.AspNetCore.App", Path.GetFileName(RuntimeEnvironment.GetRuntimeDirectory().TrimEnd(Path.DirectorySeparatorChar))));
        Assert.SkipUnless(Directory.Exists(framework), "ASP.NET Core is not installed beside this runtime.");

        SortedSet<string> closure = new(StringComparer.Ordinal);
        Queue<string> open = new(((string[])["NemoFlow.Gateway.dll", "NemoFlow.Rehearsal.dll"]).Select(name => Path.Combine(AppContext.BaseDirectory, name)));
        while (open.TryDequeue(out string? path))
        {
            foreach (string name in References(path))
            {
                string candidate = Path.Combine(framework, name + ".dll");
                if (File.Exists(candidate) && closure.Add(name))
                {
                    open.Enqueue(candidate);
                }
            }
        }

        Assert.Equal(closure, File.ReadAllLines(List).Order(StringComparer.Ordinal));
    }

    private static List<string> References(string path)
    {
        using FileStream file = File.OpenRead(path);
        using PEReader image = new(file);
        MetadataReader reader = image.GetMetadataReader();
        return [.. reader.AssemblyReferences.Select(h => reader.GetString(reader.GetAssemblyReference(h).Name))];
    }
}
