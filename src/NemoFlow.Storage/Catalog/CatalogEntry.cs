// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Storage.Catalog;

/// <summary>What the catalog knows of one session.</summary>
/// <param name="Folder">The name of its folder below the sessions.</param>
/// <param name="Stamp">What its journals looked like when it was folded.</param>
/// <param name="Session">The session without turns and marks; null where nothing of it is worth showing.</param>
public sealed record CatalogEntry(string Folder, JournalStamp Stamp, Session? Session);
