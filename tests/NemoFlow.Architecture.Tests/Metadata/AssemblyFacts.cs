// SPDX-License-Identifier: Apache-2.0
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace NemoFlow.Architecture.Tests.Metadata;

/// <summary>What a compiled assembly names of others: assemblies, types, members. Read from metadata, so that nothing is loaded.</summary>
/// <param name="Name">The assembly's simple name.</param>
/// <param name="Assemblies">Simple names of the assemblies it references.</param>
/// <param name="Types">Full names of the types it references.</param>
/// <param name="Members">The members it references, as <c>Namespace.Type::Member</c>.</param>
/// <param name="PublicSurface">Simple names of the assemblies that its public and protected signatures name.</param>
internal sealed record AssemblyFacts(
    string Name,
    IReadOnlyCollection<string> Assemblies,
    IReadOnlyCollection<string> Types,
    IReadOnlyCollection<string> Members,
    IReadOnlyCollection<string> PublicSurface)
{
    /// <summary>Reads the assembly of a room from beside the tests; null where the room is not part of this checkout.</summary>
    public static AssemblyFacts? OfRoom(string room)
    {
        string path = Path.Combine(AppContext.BaseDirectory, room switch
        {
            "NemoFlow.Cli" => "nemo-flow.dll",
            "NemoFlow.Hook" => "nemo-flow-hook.dll",
            _ => room + ".dll",
        });
        return File.Exists(path) ? Read(path) : null;
    }

    /// <summary>Reads an assembly.</summary>
    public static AssemblyFacts Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        using PEReader image = new(file);
        MetadataReader reader = image.GetMetadataReader();
        return new AssemblyFacts(
            reader.GetString(reader.GetAssemblyDefinition().Name),
            [.. reader.AssemblyReferences.Select(h => reader.GetString(reader.GetAssemblyReference(h).Name))],
            [.. reader.TypeReferences.Select(h => FullName(reader, h))],
            [.. reader.MemberReferences.Select(h => MemberName(reader, reader.GetMemberReference(h)))],
            Metadata.PublicSurface.Assemblies(reader));
    }

    /// <summary>The full name of a referenced type; a nested one follows its owner after a plus sign.</summary>
    public static string FullName(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            return FullName(reader, (TypeReferenceHandle)type.ResolutionScope) + "+" + name;
        }

        string space = reader.GetString(type.Namespace);
        return space.Length == 0 ? name : space + "." + name;
    }

    private static string MemberName(MetadataReader reader, MemberReference member)
    {
        string owner = member.Parent.Kind == HandleKind.TypeReference
            ? FullName(reader, (TypeReferenceHandle)member.Parent)
            : string.Empty;
        return owner + "::" + reader.GetString(member.Name);
    }
}
