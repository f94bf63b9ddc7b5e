// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Settings;

namespace NemoFlow.Configuration.Tests.Settings;

public sealed class CommandTextTests
{
    [Theory]
    [InlineData("codex", "codex")]
    [InlineData("  npx   codex ", "npx|codex")]
    [InlineData("\"C:\\Program Files\\codex.exe\" --x", "C:\\Program Files\\codex.exe|--x")]
    [InlineData("/opt/my\\ dir/codex 'a \"b\" \\' \"c 'd' \\\"e\\\"\"", "/opt/my dir/codex|a \"b\" \\|c 'd' \"e\"")]
    [InlineData("a '' b\"c\"d", "a||bcd")]
    public void Split_Command_GivesItsWords(string text, string words) => Assert.Equal(words.Split('|'), CommandText.Split(text));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("codex 'open")]
    [InlineData("codex \"open")]
    public void Split_OpenQuoteOrNothing_Throws(string text) => Assert.Throws<ConfigurationException>(() => CommandText.Split(text));
}
