// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Serialization;

namespace NemoFlow.Engine.HookFiles;

/// <summary>All that is needed to put a file back, also by another process after the one that changed it was killed.</summary>
internal sealed record HookFileRecord
{
    /// <summary>The agent whose file it is.</summary>
    public required string Agent { get; init; }

    /// <summary>The file itself, links resolved.</summary>
    public required string Path { get; init; }

    /// <summary>The command that was put in.</summary>
    public required string Command { get; init; }

    /// <summary>The bytes before; null where there was no file.</summary>
    public byte[]? Original { get; init; }

    /// <summary>Unix permissions before.</summary>
    public int? Mode { get; init; }

    /// <summary>When the file was last written before.</summary>
    public DateTime? ModifiedUtc { get; init; }

    /// <summary>Hash of what was written.</summary>
    public required string PatchedHash { get; init; }

    /// <summary>True once somebody else has written the file during a run.</summary>
    public bool Edited { get; init; }

    /// <summary>Folders that had to be created, the innermost first.</summary>
    public IReadOnlyList<string> CreatedFolders { get; init; } = [];

    /// <summary>The runs that use it.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];
}

/// <summary>
/// Reads and writes the record without looking at types at run time. The quicker way of writing that could be generated too makes an empty
/// array of bytes that are null.
/// </summary>
[JsonSerializable(typeof(HookFileRecord))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class HookFileJson : JsonSerializerContext;
