// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Storage.Spool;

/// <summary>An event that could not be delivered when it happened.</summary>
/// <param name="Envelope">What is known about it.</param>
/// <param name="Payload">The hook's payload, byte for byte.</param>
/// <param name="Path">The file, to be deleted once the event is recorded.</param>
public sealed record SpooledHook(SpoolEnvelope Envelope, ReadOnlyMemory<byte> Payload, string Path);
