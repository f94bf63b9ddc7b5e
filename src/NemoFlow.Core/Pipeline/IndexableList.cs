// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>
/// Lists that a script can index. A collection expression makes a list of a type that the compiler keeps to itself; PowerShell finds no
/// indexer there and takes the whole list for its first element, without a word.
/// </summary>
internal static class IndexableList
{
    /// <summary>The list, or a copy of it where its type is not public.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> list) => list is null || list.GetType().IsVisible ? list! : (T[])[.. list];
}
