// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Capture;

/// <summary>A copy of a body.</summary>
/// <param name="Bytes">The bytes, as many as were kept.</param>
/// <param name="Total">Number of bytes that went by.</param>
public sealed record CapturedBody(ReadOnlyMemory<byte> Bytes, long Total)
{
    /// <summary>No body.</summary>
    public static CapturedBody Empty { get; } = new(default, 0);

    /// <summary>True where more went by than was kept.</summary>
    public bool Overflowed => Total > Bytes.Length;
}
