// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Common;

namespace NemoFlow.Agents.Tests.Common;

/// <summary>Words as the shells of hooks read them.</summary>
public sealed class ShellQuoteTests
{
    [Theory]
    [InlineData(@"C:\Tools\nemo-flow.exe", @"C:\Tools\nemo-flow.exe")]
    [InlineData(@"C:\Program Files\nemo-flow.exe", @"""C:\Program Files\nemo-flow.exe""")]
    [InlineData(@"C:\R&D\nemo-flow.exe", @"""C:\R&D\nemo-flow.exe""")]
    [InlineData(@"C:\a^b\c!d\nemo-flow.exe", @"""C:\a^b\c!d\nemo-flow.exe""")]
    [InlineData(@"C:\100%PATH%\nemo-flow.exe", @"""C:\100%%PATH%%\nemo-flow.exe""")]
    [InlineData("--name=value", "\"--name=value\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData(@"C:\two words\", @"""C:\two words\\""")]
    [InlineData("", "\"\"")]
    public void Batch_Word_IsOneWordOfABatchFile(string word, string expected) => Assert.Equal(expected, ShellQuote.Batch(word));

    [Theory]
    [InlineData(@"C:\Tools\nemo-flow-hook.cmd", @"C:\Tools\nemo-flow-hook.cmd codex")]
    [InlineData(@"C:\Jane Doe\nemo-flow-hook.cmd", @"& 'C:\Jane Doe\nemo-flow-hook.cmd' codex")]
    [InlineData(@"C:\R&D\nemo-flow-hook.cmd", @"& 'C:\R&D\nemo-flow-hook.cmd' codex")]
    [InlineData(@"C:\100%\a^b\nemo-flow-hook.cmd", @"& 'C:\100%\a^b\nemo-flow-hook.cmd' codex")]
    [InlineData(@"C:\O'Neill\nemo-flow-hook.cmd", @"& 'C:\O''Neill\nemo-flow-hook.cmd' codex")]
    public void Command_OnWindows_IsReadByPowerShell(string program, string expected) =>
        Assert.Equal(expected, ShellQuote.Command([program, "codex"], windows: true));
}
