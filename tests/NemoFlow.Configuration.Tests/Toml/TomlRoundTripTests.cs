// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Configuration.Tests.Toml;

public sealed class TomlRoundTripTests
{
    [Fact]
    public void ToUtf8Bytes_AwkwardDocument_IsTheInput() =>
        TomlCorpus.ForEach(AwkwardDocuments.All(), static item => item.Name, static item =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(item.Text);
            Assert.Equal(item.Text, TomlDocument.Parse(item.Text).ToString());
            Assert.Equal(bytes, TomlDocument.Parse(bytes).ToUtf8Bytes());
        });

    [Fact]
    public void Parse_ByteOrderMark_IsKeptButNotCounted()
    {
        TomlDocument document = TomlDocument.Parse([0xEF, 0xBB, 0xBF, .. "a = 1\nb = 2"u8]);

        Assert.Equal(new TomlPosition(1, 5, 5), document.Root.TryGet("a")!.Position);
        Assert.Equal(new TomlPosition(2, 5, 11), document.Root.TryGet("b")!.Position);
        Assert.Equal(0xEF, document.ToUtf8Bytes()[0]);
    }
}
