// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Storage.Journal;

/// <summary>A model request's body, and what its history is compared with.</summary>
/// <param name="Json">A JSON object, well-formed.</param>
/// <param name="ItemsMember">The member that holds the items: <c>input</c> or <c>messages</c>.</param>
/// <param name="ThreadKey">Requests with the same key repeat each other's items.</param>
public sealed record RequestBody(ReadOnlyMemory<byte> Json, string ItemsMember, string ThreadKey);
