// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Storage.Journal;

/// <summary>
/// The journal's format, version 1: JSON Lines. The first line names version, session and gateway. In later lines any value of 256 bytes
/// or more that stood in the file before is written as <c>{"$nemo":[offset,length]}</c>: the bytes at that place of the same file, always
/// in an earlier line. A member whose own name looks like that gets one more <c>$</c> in front.
/// </summary>
internal static class JournalFormat
{
    public const int Version = 1;

    /// <summary>Shorter values cost less than a reference to them saves.</summary>
    public const int ShareFrom = 256;

    /// <summary>What an entry may hold: a body of 512 levels, and the object around it.</summary>
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 516 };

    /// <summary>What a line may hold: an entry's content, and the levels of the line itself.</summary>
    public static readonly JsonReaderOptions LineReaderOptions = new() { MaxDepth = 520 };

    public static readonly JsonDocumentOptions LineOptions = new() { MaxDepth = 520 };

    public static ReadOnlySpan<byte> ReferenceStart => "{\"$nemo\":["u8;

    public static ReadOnlySpan<byte> ReferenceName => "$nemo"u8;

    /// <summary>True for names that begin with dollar signs and <c>nemo</c>.</summary>
    public static bool LooksReserved(ReadOnlySpan<byte> name) =>
        !name.IsEmpty && name[0] == '$' && name.TrimStart((byte)'$').StartsWith("nemo"u8);

    public static string SourceName(EventSource source) => source switch
    {
        EventSource.Gateway => "gateway",
        EventSource.Hook => "hook",
        EventSource.Transcript => "transcript",
        _ => "recorder",
    };

    public static EventSource ParseSource(string? name) => name switch
    {
        "gateway" => EventSource.Gateway,
        "hook" => EventSource.Hook,
        "transcript" => EventSource.Transcript,
        _ => EventSource.Recorder,
    };
}
