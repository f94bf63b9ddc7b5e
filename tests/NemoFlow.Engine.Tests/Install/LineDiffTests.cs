// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Install;

namespace NemoFlow.Engine.Tests.Install;

public sealed class LineDiffTests
{
    [Fact]
    public void Unified_TwoChanges_AreHunksWithContext()
    {
        string before = string.Concat(Enumerable.Range(1, 20).Select(i => $"line {i}\n"));
        string after = before.Replace("line 3\n", "three\n", StringComparison.Ordinal) + "more\n";

        Assert.Equal(
            """
            --- f
            +++ f
            @@ -1,6 +1,6 @@
             line 1
             line 2
            -line 3
            +three
             line 4
             line 5
             line 6
            @@ -18,3 +18,4 @@
             line 18
             line 19
             line 20
            +more

            """.ReplaceLineEndings("\n"),
            LineDiff.Unified("f", before, after));
    }

    [Fact]
    public void Unified_NewAndRemovedFiles_NameNothing()
    {
        Assert.Equal("--- /dev/null\n+++ f\n@@ -0,0 +1,1 @@\n+a\n", LineDiff.Unified("f", null, "a\n"));
        Assert.Equal("--- f\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n", LineDiff.Unified("f", "a\n", null));
        Assert.Equal("", LineDiff.Unified("f", "a\n", "a\n"));
    }

    [Fact]
    public void Unified_RandomTexts_TurnOneIntoTheOther()
    {
        Random random = new(7);
        for (int round = 0; round < 200; round++)
        {
            string[] before = [.. Enumerable.Range(0, random.Next(12)).Select(_ => "l" + random.Next(4))];
            string[] after = [.. Enumerable.Range(0, random.Next(12)).Select(_ => "l" + random.Next(4))];
            string diff = LineDiff.Unified("f", string.Join('\n', before), string.Join('\n', after));
            List<string> changed = [.. diff.Split('\n').Where(l => l.Length > 0 && "+- ".Contains(l[0], StringComparison.Ordinal) && !l.StartsWith("+++", StringComparison.Ordinal) && !l.StartsWith("---", StringComparison.Ordinal))];
            if (before.Length <= 6 && after.Length <= 6 && changed.Count > 0)
            {
                Assert.Equal(before, changed.Where(l => l[0] != '+').Select(l => l[1..]));
                Assert.Equal(after, changed.Where(l => l[0] != '-').Select(l => l[1..]));
            }
        }
    }
}
