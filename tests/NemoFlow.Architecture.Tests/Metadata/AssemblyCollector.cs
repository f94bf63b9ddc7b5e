// SPDX-License-Identifier: Apache-2.0
using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace NemoFlow.Architecture.Tests.Metadata;

/// <summary>Decodes signatures for one purpose: to note which assemblies the types in them come from. The decoded values mean nothing.</summary>
internal sealed class AssemblyCollector : ISignatureTypeProvider<bool, object?>
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>The simple names seen so far.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>Notes the assembly of a type that a table refers to.</summary>
    public void Add(MetadataReader reader, EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeReference)
        {
            GetTypeFromReference(reader, (TypeReferenceHandle)handle, 0);
        }
        else if (handle.Kind == HandleKind.TypeSpecification)
        {
            reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
        }
    }

    public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        EntityHandle scope = reader.GetTypeReference(handle).ResolutionScope;
        while (scope.Kind == HandleKind.TypeReference)
        {
            scope = reader.GetTypeReference((TypeReferenceHandle)scope).ResolutionScope;
        }

        if (scope.Kind == HandleKind.AssemblyReference)
        {
            _names.Add(reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name));
        }

        return true;
    }

    public bool GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
    {
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
        return true;
    }

    public bool GetArrayType(bool elementType, ArrayShape shape) => true;

    public bool GetByReferenceType(bool elementType) => true;

    public bool GetFunctionPointerType(MethodSignature<bool> signature) => true;

    public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => true;

    public bool GetGenericMethodParameter(object? genericContext, int index) => true;

    public bool GetGenericTypeParameter(object? genericContext, int index) => true;

    public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => true;

    public bool GetPinnedType(bool elementType) => true;

    public bool GetPointerType(bool elementType) => true;

    public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => true;

    public bool GetSZArrayType(bool elementType) => true;

    public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => true;
}
