// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Architecture.Tests.Sources;

public sealed class ForbiddenTextTests
{
    public static TheoryData<string> Samples { get; } =
    [
        "cd /wor" + "k/main && ls",
        "flock /tm" + "p/build.lock true",
        "as the before-" + "stop hook says",
        "see DESI" + "GN.md",
        "Co-Authored" + "-By: Somebody",
        "/ro" + "ot/.nuget/packages",
        """C:\Use""" + """rs\somebody\file""",
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void In_ForbiddenText_IsFoundWithItsLine(string sample) =>
        Assert.Single(
            ForbiddenText.In("docs/page.md", "fine\n" + sample + "\nfine\n"),
            f => f.StartsWith("docs/page.md:2 says", StringComparison.Ordinal));

    [Theory]
    [InlineData("The agent wrote /work/note.txt and /tmp/x in /home/user.")]
    [InlineData("The design of a session; grass/root/ball; the subagent's task.")]
    [InlineData("The child is /root/a, below /root.")]
    [InlineData("""C:\Users\you\AppData""")]
    public void In_OrdinaryText_FindsNothing(string text) => Assert.Empty(ForbiddenText.In("docs/page.md", text));

    [Fact]
    public void In_Fixture_MayHoldTheHomeOfItsCapture() =>
        Assert.Empty(ForbiddenText.In("tests/Fixtures/codex/hook.json", "/ro" + "ot/.agent/log"));

    [Fact]
    public void In_LockFileOfAMirror_IsFoundOnce() =>
        Assert.Single(
            ForbiddenText.In(
                "tests/EndToEnd/package-lock.json",
                """{ "a": { "resolved": "https://mirror.example/a.tgz" }, "b": { "resolved": "https://mirror.example/b.tgz" }, "c": { "resolved": "https://registry.npmjs.org/c.tgz" } }"""),
            f => f.Contains("mirror.example", StringComparison.Ordinal));
}
