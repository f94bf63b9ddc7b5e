// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hook.Tests;

public sealed class DetachedWindowsProcessTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData("C:\\Program Files\\nemo-flow.exe", "\"C:\\Program Files\\nemo-flow.exe\"")]
    [InlineData("C:\\a\\", "C:\\a\\")]
    [InlineData("C:\\a b\\", "\"C:\\a b\\\\\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData("a\\\"b", "\"a\\\\\\\"b\"")]
    public void CommandLine_Word_IsReadBackAsItWas(string word, string expected) =>
        Assert.Equal("x " + expected, DetachedWindowsProcess.CommandLine(["x", word]));

    [Fact]
    public void EnvironmentBlock_Variables_AreSortedAndEndWithTwoNulls() =>
        Assert.Equal("a=1\0B=2\0c=\0\0", DetachedWindowsProcess.EnvironmentBlock(["c=", "B=2", "a=1"]));
}
