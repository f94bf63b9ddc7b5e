// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Settings;

/// <summary>Reads files that people write. Whatever stands in a file's place and is no text that can be read is told as what it is.</summary>
internal static class SettingsFile
{
    /// <summary>A text that has no byte order mark still begins with an ordinary letter, whose other half is zero.</summary>
    private const int Start = 4;

    /// <summary>The bytes of a file of UTF-8 text; null where there is nothing at all.</summary>
    /// <exception cref="ConfigurationException">There is something else, or it cannot be read.</exception>
    public static byte[]? Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new ConfigurationException($"{path} is a folder: a file is expected there.");
        }

        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || !Exists(path))
        {
            return IsLink(path) ? throw new ConfigurationException($"{path} is a link that leads nowhere: mend it or take it away.") : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path} cannot be read: {e.Message}", e);
        }

        return IsUtf16(bytes) ? throw new ConfigurationException($"{path}:1:1: the file is encoded as UTF-16: save it as UTF-8.") : bytes;
    }

    private static bool IsUtf16(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || (bytes.Length >= Start && bytes[..Start].Count((byte)0) >= Start / 2);

    /// <summary>What stands in a folder that nobody may enter is as good as not there: a machine's folder may be none of our business.</summary>
    private static bool Exists(string path) => File.Exists(path) || IsLink(path);

    private static bool IsLink(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
