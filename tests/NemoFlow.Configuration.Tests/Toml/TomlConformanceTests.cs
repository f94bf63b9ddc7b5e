// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Configuration.Tests.Toml;

public sealed class TomlConformanceTests
{
    [Theory]
    [InlineData(TomlVersion.Toml10)]
    [InlineData(TomlVersion.Toml11)]
    public void Parse_ValidCase_GivesTheExpectedValues(TomlVersion version) =>
        TomlCorpus.ForEach(TomlCorpus.Cases(version, "valid", 200), static path => path, path =>
        {
            TomlDocument document = TomlDocument.Parse(File.ReadAllBytes(path), TomlCorpus.Options(version), path);
            using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(path, ".json")));
            TaggedJson.AssertMatches(expected.RootElement, document.Root, "");
        });

    [Theory]
    [InlineData(TomlVersion.Toml10)]
    [InlineData(TomlVersion.Toml11)]
    public void Parse_InvalidCase_IsRefusedWithAPlaceInTheText(TomlVersion version) =>
        TomlCorpus.ForEach(TomlCorpus.Cases(version, "invalid", 450), static path => path, path =>
        {
            byte[] bytes = File.ReadAllBytes(path);
            TomlException error = Assert.Throws<TomlException>(() => TomlDocument.Parse(bytes, TomlCorpus.Options(version), path));
            Assert.InRange(error.Offset, 0, bytes.Length);
            Assert.InRange(error.Line, 1, bytes.Count(value => value == '\n') + 1);
            Assert.InRange(error.Column, 1, bytes.Length + 1);
            Assert.Equal(path, error.SourceName);
            Assert.Contains("Expected", error.Reason, StringComparison.Ordinal);
        });

    [Fact]
    public void Parse_ValidCase_IsWrittenBackByteForByte() =>
        TomlCorpus.ForEach(TomlCorpus.ValidDocuments(), static item => item.Name, static item =>
        {
            TomlDocument document = TomlDocument.Parse(item.Bytes, item.Options);
            Assert.Equal(item.Bytes, document.ToUtf8Bytes());
            Assert.Equal(item.Bytes, TomlDocument.Parse(document.ToString(), item.Options).ToUtf8Bytes());
        });

    [Fact]
    public void Of_ValuesOfAValidCase_ReadBackEqual() =>
        TomlCorpus.ForEach(TomlCorpus.ValidDocuments(), static item => item.Name, static item =>
        {
            TomlTable root = TomlDocument.Parse(item.Bytes, item.Options).Root;
            TomlValue copy = TomlValue.ParseInline(TomlLiteral.Of(root).Text, new TomlOptions { MaxDepth = 70 });
            Assert.Equal(TomlDump.Of(root), TomlDump.Of(copy));
        });
}
