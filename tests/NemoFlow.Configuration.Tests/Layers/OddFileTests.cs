// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Settings;

namespace NemoFlow.Configuration.Tests.Layers;

/// <summary>What stands in a file's place is not always a text, and not always a file.</summary>
public sealed class OddFileTests : IDisposable
{
    private const string Config = "# ä\r\n[session]\r\natif_dir = \"/ö\"\r\n";
    private const string Plugins = "[[components]]\nkind = \"pricing\"\n[[components.config.sources]]\ntype = \"file\"\npath = \"prices.json\"\n";
    private const string Catalog = "{\r\n  \"version\": 1, // ä\r\n  \"entries\": [{\"provider\":\"p\",\"model_id\":\"modél\",\"rates\":{\"input_per_million\":1,\"output_per_million\":2}}]\r\n}\r\n";

    private readonly LayerFolders _folders = new();

    public static TheoryData<string> Files => ["config.toml", "plugins.toml", "prices.json"];

    public void Dispose() => _folders.Dispose();

    [Fact]
    public void Load_ByteOrderMarkAndCrLf_AreRead()
    {
        Write("config.toml", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Config)]);
        Write("plugins.toml", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Plugins.ReplaceLineEndings("\r\n"))]);
        Write("prices.json", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Catalog)]);

        EffectiveConfiguration configuration = _folders.Load();

        Assert.Empty(configuration.Warnings);
        Assert.Equal("/ö", configuration.Text("session.atif_dir"));
        Assert.Equal("modél", Assert.Single(PriceSettings.From(configuration).Entries).ModelId);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_Utf16_IsToldAsSuch(string file)
    {
        foreach (Encoding encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])
        {
            foreach (bool marked in (bool[])[true, false])
            {
                Write(file, [.. marked ? encoding.Preamble : [], .. encoding.GetBytes(Text(file))]);
                Assert.Equal($"{Path(file)}:1:1: the file is encoded as UTF-16: save it as UTF-8.", Mistake());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_OtherBytesThanUtf8_AreToldWithTheirPlace(string file)
    {
        byte[] text = Encoding.UTF8.GetBytes(Text(file));
        int at = text.AsSpan().LastIndexOf("i"u8);
        Write(file, [.. text[..at], 0xE4, .. text[at..]]);

        string message = Mistake();

        Assert.StartsWith($"{Path(file)}:{Encoding.UTF8.GetString(text[..at]).Count(c => c == '\n') + 1}:", message, StringComparison.Ordinal);
        Assert.Contains("Expected UTF-8", message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_ZeroBytes_AreToldWithTheirPlace(string file)
    {
        byte[] text = Encoding.UTF8.GetBytes(Text(file));
        Write(file, [.. text, .. new byte[512]]);

        // As after a crash of the machine: the length is there, the content is not.
        Assert.Matches($"^{System.Text.RegularExpressions.Regex.Escape(Path(file))}:\\d+:\\d+: ", Mistake());
    }

    [Fact]
    public void Load_EmptyFiles_SayNothing()
    {
        Write("config.toml", []);
        File.WriteAllBytes(Path("plugins.toml"), []);

        EffectiveConfiguration configuration = _folders.Load();

        Assert.Empty(configuration.Warnings);
        Assert.Equal(2, configuration.Files.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \r\n")]
    [InlineData("{")]
    [InlineData("version = 1")]
    public void Load_CatalogThatIsNoJson_IsToldWithItsPlace(string text)
    {
        Write("prices.json", Encoding.UTF8.GetBytes(text));
        Assert.Matches($"^{System.Text.RegularExpressions.Regex.Escape(Path("prices.json"))}:\\d+:\\d+: Expected ", Mistake());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_FolderInItsPlace_IsAnError(string file)
    {
        Write(file, []);
        File.Delete(Path(file));
        Directory.CreateDirectory(Path(file));

        Assert.Equal($"{Path(file)} is a folder: a file is expected there.", Mistake());
        Assert.Equal(Path(file), ConfigurationProblem.Parse(Mistake()).Path);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_LinkThatLeadsNowhere_IsAnError(string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights of their own there");
        foreach ((string target, string problem) in ((string, string)[])[("missing", "is a link that leads nowhere: mend it or take it away."), (Path(file), "cannot be read: Too many ")])
        {
            Write(file, []);
            File.Delete(Path(file));
            File.CreateSymbolicLink(Path(file), target);
            Assert.StartsWith($"{Path(file)} {problem}", Mistake(), StringComparison.Ordinal);
            Assert.Equal(Path(file), ConfigurationProblem.Parse(Mistake()).Path);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_FileThatCannotBeRead_IsAnError(string file)
    {
        Assert.SkipUnless(File.Exists("/proc/self/mem"), "there is no file here that nobody can read");
        Write(file, []);
        File.Delete(Path(file));
        File.CreateSymbolicLink(Path(file), "/proc/self/mem");

        Assert.StartsWith($"{Path(file)} cannot be read: ", Mistake(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NamedFileThatIsNone_IsToldAsWhatItIs()
    {
        Directory.CreateDirectory(_folders.User);

        Assert.StartsWith($"'{_folders.User}' is a folder: name the file", Assert.Throws<ConfigurationException>(() => _folders.Load(_folders.User)).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<ConfigurationException>(() => _folders.Load(System.IO.Path.Combine(_folders.User, "no.toml"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[upstream]\nopenai_base_url = \"http://a\"\nopenai_base_url = \"http://b\"", ":3:1: ", "openai_base_url")]
    [InlineData("[upstream]\n[session]\n[upstream]", ":3:2: ", "upstream")]
    [InlineData("session = { atif_dir = \"a\", atif_dir = \"b\" }", ":1:29: ", "atif_dir")]
    public void Load_KeyThatStandsTwice_IsToldWithItsPlace(string text, string place, string key)
    {
        Write("config.toml", Encoding.UTF8.GetBytes(text));

        Assert.StartsWith(Path("config.toml") + place, Mistake(), StringComparison.Ordinal);
        Assert.Contains(key, Mistake(), StringComparison.Ordinal);
    }

    private static string Text(string file) => file switch { "config.toml" => Config, "plugins.toml" => Plugins, _ => Catalog };

    private string Path(string file) => System.IO.Path.Combine(_folders.User, file);

    /// <summary>Writes a file, and for a catalog also what names it.</summary>
    private void Write(string file, byte[] bytes)
    {
        Directory.CreateDirectory(_folders.User);
        File.Delete(Path(file));
        File.WriteAllBytes(Path(file), bytes);
        if (file == "prices.json")
        {
            File.WriteAllText(Path("plugins.toml"), Plugins);
        }
    }

    private string Mistake() => Assert.Throws<ConfigurationException>(() => _folders.Load()).Message;
}
