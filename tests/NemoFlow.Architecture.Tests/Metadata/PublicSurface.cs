// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Reflection.Metadata;

namespace NemoFlow.Architecture.Tests.Metadata;

/// <summary>Which assemblies the signatures that others can see name: base types, interfaces, fields, and methods with their accessors.</summary>
internal static class PublicSurface
{
    /// <summary>The simple names, without the assembly itself.</summary>
    public static IReadOnlyCollection<string> Assemblies(MetadataReader reader)
    {
        AssemblyCollector collector = new();
        foreach (TypeDefinition type in reader.TypeDefinitions.Select(reader.GetTypeDefinition).Where(t => IsVisible(reader, t)))
        {
            Collect(reader, type, collector);
        }

        return collector.Names;
    }

    private static void Collect(MetadataReader reader, TypeDefinition type, AssemblyCollector collector)
    {
        collector.Add(reader, type.BaseType);
        foreach (InterfaceImplementationHandle handle in type.GetInterfaceImplementations())
        {
            collector.Add(reader, reader.GetInterfaceImplementation(handle).Interface);
        }

        foreach (FieldDefinition field in type.GetFields().Select(reader.GetFieldDefinition))
        {
            if (IsVisible((MethodAttributes)(field.Attributes & FieldAttributes.FieldAccessMask)))
            {
                field.DecodeSignature(collector, null);
            }
        }

        foreach (MethodDefinition method in type.GetMethods().Select(reader.GetMethodDefinition))
        {
            if (IsVisible(method.Attributes & MethodAttributes.MemberAccessMask))
            {
                method.DecodeSignature(collector, null);
            }
        }
    }

    // Fields and methods encode accessibility with the same numbers.
    private static bool IsVisible(MethodAttributes access) =>
        access is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private static bool IsVisible(MetadataReader reader, TypeDefinition type) =>
        (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem =>
                IsVisible(reader, reader.GetTypeDefinition(type.GetDeclaringType())),
            _ => false,
        };
}
