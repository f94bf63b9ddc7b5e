// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace NemoFlow.Configuration.Json;

/// <summary>
/// Changes a document as a careful person would: an edit touches its own text and nothing else, and removing what was added gives back
/// the bytes from before. Every edit is checked by reading its result.
/// </summary>
public sealed partial class JsoncEditor
{
    private JsoncStyle _style;

    internal JsoncEditor(JsoncDocument document)
    {
        Document = document;
        _style = new JsoncStyle(document);
    }

    /// <summary>The document after the edits so far.</summary>
    public JsoncDocument Document { get; private set; }

    private string Text => Document.Text;

    /// <summary>Gives a member its value: where it stands, or at the end of its object. Objects that are missing on the way are added.</summary>
    /// <param name="path">The names that lead there; an array is entered by its element's index.</param>
    /// <param name="value">The value; null writes <c>null</c>.</param>
    /// <exception cref="JsoncException">Something on the way is neither object nor array.</exception>
    public void Set(ReadOnlySpan<string> path, JsonNode? value)
    {
        RequirePath(path);
        JsoncContainer container = Enter(path, out int depth);
        if (depth == path.Length - 1 && container.Find(path[^1]) is { } existing)
        {
            string indent = JsoncLines.Indent(Text, existing.Start);
            Replace(existing.Value.Start, existing.Value.End, _style.Value(value, indent, _style.IsMultiLine && HasLines(existing.Value)));
            return;
        }

        RequireKind(container, JsoncKind.Object, path[..depth]);
        for (int i = path.Length - 1; i > depth; i--)
        {
            value = new JsonObject { [path[i]] = value };
        }

        Insert(container, path[depth], value);
    }

    /// <summary>Adds an element to the end of an array. The array is added where there is none.</summary>
    /// <param name="path">The names that lead to the array.</param>
    /// <param name="value">The element.</param>
    /// <exception cref="JsoncException">There is something else, or something on the way is neither object nor array.</exception>
    public void Append(ReadOnlySpan<string> path, JsonNode? value)
    {
        RequirePath(path);
        if (Root().TryGet(path) is not { } there)
        {
            Set(path, new JsonArray(value));
            return;
        }

        if (there is not JsoncContainer { Kind: JsoncKind.Array } array)
        {
            throw there.Error($"Expected '{Name(path)}' to be an array, found {Describe(there)}.");
        }

        Insert(array, null, value);
    }

    /// <summary>Removes a member, or the element of an array that the last name gives the index of.</summary>
    /// <returns>False where there is none.</returns>
    public bool Remove(ReadOnlySpan<string> path)
    {
        RequirePath(path);
        JsoncValue owner = path.Length == 1 ? Document.Root : Root().TryGet(path[..^1])!;
        if (owner is not JsoncContainer container || container.Find(path[^1]) is not { } item)
        {
            return false;
        }

        Delete(container, item);
        return true;
    }

    internal static string Describe(JsoncValue value) => value.Kind switch
    {
        JsoncKind.Object => "an object",
        JsoncKind.Array => "an array",
        JsoncKind.String => "a string",
        JsoncKind.Number => "a number",
        JsoncKind.Boolean => "a boolean",
        _ => "null",
    };

    private static string Name(ReadOnlySpan<string> path) => path.IsEmpty ? "the document" : string.Join('.', path!);

    private static void RequirePath(ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
        {
            throw new ArgumentException("A path has at least one name.", nameof(path));
        }
    }

    private static void RequireKind(JsoncContainer container, JsoncKind kind, ReadOnlySpan<string> path)
    {
        if (container.Kind != kind)
        {
            throw container.Error($"Expected '{Name(path)}' to be an object, found {Describe(container)}.");
        }
    }

    private JsoncContainer Root() => Document.Root as JsoncContainer
        ?? throw Document.Root.Error($"Expected the document to be an object, found {Describe(Document.Root)}.");

    /// <summary>The innermost object or array on the way to the last name, and how many names lead to it.</summary>
    private JsoncContainer Enter(ReadOnlySpan<string> path, out int depth)
    {
        JsoncContainer container = Root();
        for (depth = 0; depth < path.Length - 1; depth++)
        {
            if (container.Find(path[depth])?.Value is not { } next)
            {
                break;
            }

            container = next as JsoncContainer
                ?? throw next.Error($"Expected '{Name(path[..(depth + 1)])}' to be an object, found {Describe(next)}.");
        }

        return container;
    }

    private bool HasLines(JsoncValue value) => value is not JsoncContainer || Text.AsSpan(value.Start..value.End).Contains('\n');

    private void Replace(int start, int end, string with) => Apply(string.Concat(Text.AsSpan(0, start), with, Text.AsSpan(end)));

    private void Apply(string text)
    {
        Document = JsoncDocument.Parse(text, Document.SourceName);
        if (Document.Root is JsoncContainer { Items.Count: > 0 })
        {
            _style = new JsoncStyle(Document);
        }
    }
}
