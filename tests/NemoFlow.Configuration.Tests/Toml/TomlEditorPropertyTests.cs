// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Configuration.Tests.Toml;

/// <summary>What holds for every edit of every document.</summary>
public sealed class TomlEditorPropertyTests
{
    private static readonly TomlLiteral Value = "C:\\new \"value\"";

    [Fact]
    public void SetThenRemove_NewKeyInAnyTable_GivesBackTheBytes() => ForEachContainer(static (document, path) =>
    {
        if (document.Root.TryGetTable(path) is null)
        {
            return;
        }

        foreach (string[] added in (string[][])[["new key"], ["new", "deeper"], ["new", "deeper", "still"]])
        {
            string[] target = [.. path, .. added];
            TomlEditor editor = document.Edit();
            editor.Set(target, Value);
            Assert.Equal("C:\\new \"value\"", editor.Document.Root.TryGetString(target));
            AssertOthersUnchanged(document, editor.Document, [.. path, added[0]]);
            Assert.True(editor.Remove(target));
            Assert.Equal(document.ToString(), editor.Document.ToString());
        }
    });

    [Fact]
    public void SetThenRemove_TwoKeysInEitherOrder_GivesBackTheBytes() => ForEachContainer(static (document, path) =>
    {
        if (document.Root.TryGetTable(path) is null)
        {
            return;
        }

        string[] first = [.. path, "new", "one"];
        string[] second = [.. path, "new", "two"];
        foreach (bool lastInFirstOut in (bool[])[true, false])
        {
            TomlEditor editor = document.Edit();
            editor.Set(first, 1);
            editor.Set(second, 2);
            Assert.True(editor.Remove(lastInFirstOut ? second : first));
            Assert.True(editor.Remove(lastInFirstOut ? first : second));
            Assert.Equal(document.ToString(), editor.Document.ToString());
        }
    });

    [Fact]
    public void SetThenRemove_ByAnotherEditor_GivesBackTheBytes() => ForEachContainer(static (document, path) =>
    {
        if (document.Root.TryGetTable(path) is null)
        {
            return;
        }

        foreach (string[] target in (string[][])[[.. path, "new key"], [.. path, "new", "deeper"]])
        {
            bool headerWasThere = document.HasHeader(target.AsSpan()[..^1]);
            TomlEditor installer = document.Edit();
            installer.Set(target, Value);
            TomlEditor remover = TomlDocument.Parse(installer.Document.ToUtf8Bytes(), document.Options).Edit();
            Assert.True(remover.Remove(target, headerWasThere ? TomlPrune.Never : TomlPrune.Always));
            Assert.Equal(document.ToString(), remover.Document.ToString());
        }
    });

    [Fact]
    public void EditsInAnyNumber_TakenBackInReverse_PassThroughTheSameBytes() => ForEachDocument(static document =>
    {
        Random random = new(document.ToString().Length + 1);
        TomlEditor editor = document.Edit();
        Stack<(string Before, string[] Path)> done = [];
        for (int step = 0; step < 12; step++)
        {
            List<string[]> tables =
                [[], .. TomlDump.Walk(editor.Document.Root, []).Where(static item => item.Value is TomlTable).Select(static item => item.Path)];
            string[] path = [.. tables[random.Next(tables.Count)], "new " + step];
            path = random.Next(3) == 0 ? [.. path, "deeper"] : path;
            string before = editor.Document.ToString();
            if (random.Next(3) == 0)
            {
                editor.AppendTable(path, ("a", step));
            }
            else
            {
                editor.Set(path, random.Next(2) == 0 ? Value : TomlLiteral.Table(("a", step)));
            }

            done.Push((before, path));
        }

        while (done.TryPop(out (string Before, string[] Path) last))
        {
            Assert.True(editor.Remove(last.Path));
            Assert.Equal(last.Before, editor.Document.ToString());
        }
    });

    [Fact]
    public void AppendTableThenRemoveTable_NewArray_GivesBackTheBytes() => ForEachContainer(static (document, path) =>
    {
        if (document.Root.TryGetTable(path) is null)
        {
            return;
        }

        string[] target = [.. path, "new array"];
        TomlEditor editor = document.Edit();
        editor.AppendTable(target, ("a", 1), ("b c", Value));
        Assert.Equal(1, editor.Document.Root.TryGetInteger([.. target, "0", "a"]));
        editor.AppendTable(target, ("a", 2));
        Assert.Equal(2, editor.Document.Root.TryGetInteger([.. target, "1", "a"]));
        AssertOthersUnchanged(document, editor.Document, target);
        Assert.True(editor.RemoveTable(target, 1));
        Assert.True(editor.Remove(target));
        Assert.Equal(document.ToString(), editor.Document.ToString());
    });

    [Fact]
    public void AppendTableThenRemoveTable_AnyArray_GivesBackTheBytes() => ForEachContainer(static (document, path) =>
    {
        if (document.Root.TryGetArray(path) is not TomlArray array)
        {
            return;
        }

        int count = array.Items.Count;
        TomlEditor editor = document.Edit();
        editor.AppendTable(path, ("added", true));
        TomlArray longer = editor.Document.Root.TryGetArray(path)!;
        Assert.Equal(count + 1, longer.Items.Count);
        Assert.Equal(array.Items.Select(TomlDump.Of), longer.Items.Take(count).Select(TomlDump.Of));
        Assert.Equal("{5:added=Boolean:True}", TomlDump.Of(longer.Items[count]));
        AssertOthersUnchanged(document, editor.Document, path);
        Assert.True(editor.RemoveTable(path, count));
        Assert.Equal(document.ToString(), editor.Document.ToString());
    });

    [Fact]
    public void Set_ExistingValue_ReplacesOnlyItsText() => ForEachValue(static (document, path, value) =>
    {
        bool single = value is TomlScalar or TomlArray { IsTableArray: false };
        if (!single)
        {
            return;
        }

        TomlEditor editor = document.Edit();
        editor.Set(path, 42);
        string before = document.ToString();
        string after = editor.Document.ToString();
        int start = value.Position.Offset;
        Assert.Equal(42, editor.Document.Root.TryGetInteger(path));
        Assert.Equal($"{before[..start]}42", after[..(start + 2)]);
        Assert.EndsWith(after[(start + 2)..], before, StringComparison.Ordinal);
        AssertOthersUnchanged(document, editor.Document, path);
    });

    [Fact]
    public void Remove_AnyKeyOrElement_LeavesAllElseAsItWas() => ForEachValue(static (document, path, value) =>
    {
        TomlEditor editor = document.Edit();
        Assert.True(editor.Remove(path));
        bool isElement = document.Root.TryGet(path.AsSpan()[..^1]) is TomlArray;
        if (!isElement)
        {
            Assert.Null(editor.Document.Root.TryGet(path));
            AssertOthersUnchanged(document, editor.Document, path);
            return;
        }

        ReadOnlySpan<string> array = path.AsSpan()[..^1];
        List<string> expected = [.. document.Root.TryGetArray(array)!.Items.Select(TomlDump.Of)];
        expected.RemoveAt(int.Parse(path[^1], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(expected, editor.Document.Root.TryGetArray(array)?.Items.Select(TomlDump.Of) ?? []);
        AssertOthersUnchanged(document, editor.Document, path[..^1]);
    });

    [Fact]
    public void Remove_EverythingKeyByKey_LeavesOnlyHeadersAndComments() => ForEachDocument(static document =>
    {
        TomlEditor editor = document.Edit();
        foreach (string key in document.Root.Keys)
        {
            Assert.True(editor.Remove([key]));
        }

        Assert.Equal(0, editor.Document.Root.Count);
        Assert.All(editor.Document.ToString().Split('\n'), line => Assert.Matches("^\uFEFF?[ \t]*(#.*)?\r?$", line));
    });

    /// <summary>Where the suite is absent the test skips, but only after the other documents have passed.</summary>
    private static void ForEachDocument(Action<TomlDocument> check)
    {
        TomlCorpus.ForEach(AwkwardDocuments.All(), static item => item.Name, item => check(TomlDocument.Parse(item.Text)));
        TomlCorpus.ForEach(TomlCorpus.ValidDocuments(), static item => item.Name, item => check(TomlDocument.Parse(item.Bytes, item.Options)));
    }

    private static void ForEachValue(Action<TomlDocument, string[], TomlValue> check) => ForEachDocument(document =>
    {
        foreach ((string[] path, TomlValue value) in TomlDump.Walk(document.Root, []))
        {
            try
            {
                check(document, path, value);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"at {string.Join(" / ", path)}: {error.Message}", error);
            }
        }
    });

    private static void ForEachContainer(Action<TomlDocument, string[]> check)
    {
        ForEachDocument(document => check(document, []));
        ForEachValue((document, path, value) =>
        {
            if (value is not TomlScalar)
            {
                check(document, path);
            }
        });
    }

    /// <summary>All scalars and empty containers outside a path mean what they did; those in it may have changed.</summary>
    private static void AssertOthersUnchanged(TomlDocument before, TomlDocument after, string[] changed) =>
        Assert.Equal(Leaves(before, changed), Leaves(after, changed));

    private static IEnumerable<string> Leaves(TomlDocument document, string[] except) =>
        TomlDump.Walk(document.Root, [])
            .Where(item => item.Value is TomlScalar && !item.Path.Take(except.Length).SequenceEqual(except))
            .Select(static item => string.Join("/", item.Path.Select(static key => $"{key.Length}:{key}")) + "=" + TomlDump.Of(item.Value))
            .Order(StringComparer.Ordinal);
}
