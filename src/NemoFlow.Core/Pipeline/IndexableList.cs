// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow;

/// <summary>
/// Lists as scripts want them. A collection expression makes a list of a type that the compiler keeps to itself; PowerShell finds no
/// indexer there and takes the whole list for its first element, without a word. An array has members of its own, such as
/// <c>Address</c>, that hide those of its elements.
/// </summary>
internal static class IndexableList
{
    /// <summary>The list, behind a type that a script can index and that adds next to nothing to its elements.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> list) => list switch
    {
        null => null!,
        T[] array => array.AsReadOnly(),
        _ when list.GetType().IsVisible => list,
        _ => Array.AsReadOnly([.. list]),
    };
}
