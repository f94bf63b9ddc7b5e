// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Configuration.Tests.Toml;

/// <summary>A damaged file is refused with a position or read; nothing else may happen.</summary>
public sealed class TomlFuzzTests
{
    /// <summary>How many damaged copies each document yields at most, so that the suite stays quick.</summary>
    private const int FlipsPerDocument = 300;

    [Fact]
    public void Parse_DocumentCutAnywhere_ThrowsOnlyTomlException() =>
        TomlCorpus.ForEach(TomlCorpus.ValidDocuments(), static item => item.Name, static item =>
        {
            for (int length = 0; length < item.Bytes.Length; length++)
            {
                ParseOrRefuse(item.Bytes[..length], item.Options);
            }
        });

    [Fact]
    public void Parse_DocumentWithFlippedBytes_ThrowsOnlyTomlException()
    {
        Random random = new(8128);
        byte[] structure = [.. "\"'[]{}=.,#\\\n\r \t-_:+0eExTZ"u8, 0, 0x7F, 0x80, 0xC3, 0xEF, 0xF0, 0xFF];
        TomlCorpus.ForEach(TomlCorpus.ValidDocuments().Where(static item => item.Bytes.Length > 0), static item => item.Name, item =>
        {
            for (int round = 0; round < FlipsPerDocument; round++)
            {
                byte[] damaged = [.. item.Bytes];
                for (int flips = random.Next(1, 4); flips > 0; flips--)
                {
                    int at = random.Next(damaged.Length);
                    damaged[at] = random.Next(2) == 0 ? structure[random.Next(structure.Length)] : (byte)(damaged[at] ^ (1 << random.Next(8)));
                }

                ParseOrRefuse(damaged, item.Options);
            }
        });
    }

    private static void ParseOrRefuse(byte[] bytes, TomlOptions options)
    {
        try
        {
            Assert.Equal(bytes, TomlDocument.Parse(bytes, options).ToUtf8Bytes());
        }
        catch (TomlException error)
        {
            Assert.InRange(error.Offset, 0, bytes.Length);
        }
    }
}
