// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using NemoFlow.Storage.Catalog;

namespace NemoFlow.Storage.Tests.Catalog;

public sealed class CatalogFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nemo-flow-catalog-").FullName;
    private int _next = 1;

    private string FilePath => Path.Combine(_folder, "catalog.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A property that is added to a session must be added to the catalog, or be one that is read from the journal.</summary>
    [Fact]
    public void Write_EveryPropertyOfASession_IsReadBack()
    {
        Session session = (Session)Filled(typeof(Session));
        CatalogEntry entry = new("folder", new JournalStamp(2, 345, 678), session);

        CatalogFile.Write(FilePath, "build", [entry]);
        CatalogEntry read = Assert.Single(CatalogFile.Read(FilePath, "build")).Value;

        Assert.Equal((entry.Folder, entry.Stamp), (read.Folder, read.Stamp));
        AssertSame(session, read.Session!);
        AssertSame(session.Usage!, read.Session!.Usage!);
        AssertSame(session.Counts, read.Session.Counts);
    }

    [Fact]
    public void Read_FileOfAnotherBuild_GivesNothing()
    {
        CatalogFile.Write(FilePath, "one", [new CatalogEntry("folder", default, null)]);

        Assert.Empty(CatalogFile.Read(FilePath, "two"));
        Assert.Single(CatalogFile.Read(FilePath, "one"));
        Assert.Empty(CatalogFile.Read(FilePath + ".missing", "one"));
    }

    [Fact]
    public void Write_ManyEntries_AreAllReadBack()
    {
        CatalogFile.Write(FilePath, "b", Enumerable.Range(0, 5000).Select(i => new CatalogEntry("f" + i, new JournalStamp(1, i, i), null)));

        Dictionary<string, CatalogEntry> read = CatalogFile.Read(FilePath, "b");

        Assert.Equal(5000, read.Count);
        Assert.All(read, pair => Assert.Equal("f" + pair.Value.Stamp.Bytes, pair.Key));
    }

    private static void AssertSame(object expected, object actual)
    {
        foreach (PropertyInfo property in Listed(expected.GetType()))
        {
            Assert.True(
                Equivalent(property.GetValue(expected), property.GetValue(actual)),
                $"{expected.GetType().Name}.{property.Name} is not kept in the catalog: add it to CatalogJson and CatalogSessionReader.");
        }
    }

    private static bool Equivalent(object? left, object? right) => (left, right) switch
    {
        (IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) => a.SequenceEqual(b),
        (IReadOnlyDictionary<string, int> a, IReadOnlyDictionary<string, int> b) => a.SequenceEqual(b),
        (TokenUsage or SessionCounts, _) => true,
        _ => Equals(left, right),
    };

    /// <summary>Turns and marks are read from the journal, and the provider's own words with them. A sum has no parts of a cost.</summary>
    private static IEnumerable<PropertyInfo> Listed(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.Name is not ("Turns" or "Marks" or "Raw" or "CostSplit"));

    private object Filled(Type type)
    {
        object made = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
        foreach (PropertyInfo property in Listed(type))
        {
            property.SetValue(made, Value(property.PropertyType));
        }

        return made;
    }

    private object Value(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        int number = _next++;
        return plain switch
        {
            _ when plain == typeof(string) => "text " + number,
            _ when plain == typeof(int) => number,
            _ when plain == typeof(long) => (long)number,
            _ when plain == typeof(decimal) => number / 8m,
            _ when plain == typeof(bool) => true,
            _ when plain == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch.AddTicks(number),
            _ when plain == typeof(SessionState) => SessionState.Ended,
            _ when plain == typeof(IReadOnlyDictionary<string, string>) => new Dictionary<string, string> { ["key " + number] = "value" },
            _ when plain == typeof(IReadOnlyDictionary<string, int>) => new Dictionary<string, int> { ["hook " + number] = number },
            _ when plain == typeof(TokenUsage) || plain == typeof(SessionCounts) => Filled(plain),
            _ => throw new NotSupportedException($"This test does not know how to fill a {plain}."),
        };
    }
}
