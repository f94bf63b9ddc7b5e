// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NemoFlow.Agents.Install;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Install;

/// <summary>
/// Keeps installation records in <c>installs/</c> of the state folder, original files included, readable for their owner only. They are the
/// backup too: nothing is left beside the agent's own files.
/// </summary>
internal sealed class InstallStore(StateFolder state)
{
    public string Folder => Path.Combine(state.Root, "installs");

    public static string Hash(byte[]? content) => content is null ? "" : Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>The record's file.</summary>
    public string PathOf(string agent, string folder) =>
        Path.Combine(Folder, agent + "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16] + ".json");

    public InstallRecord? Read(string agent, string folder) => ReadFile(PathOf(agent, folder));

    public IReadOnlyList<InstallRecord> All() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(ReadFile).OfType<InstallRecord>()]
        : [];

    public void Write(InstallRecord record)
    {
        PrivateFiles.CreateFolder(Folder);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", 1);
            writer.WriteString("agent", record.Agent);
            writer.WriteString("folder", record.Folder);
            writer.WriteString("version", record.Version);
            writer.WriteStartArray("files");
            foreach (InstalledFile file in record.Files)
            {
                writer.WriteStartObject();
                writer.WriteString("path", file.Path);
                writer.WriteString("written_sha256", file.Written);
                writer.WriteBoolean("created_folder", file.CreatedFolder);
                if (file.Original is not null)
                {
                    writer.WriteBase64String("original", file.Original);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("changes");
            foreach (SettingChange change in record.Changes)
            {
                WriteChange(writer, change);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        AtomicFile.Write(PathOf(record.Agent, record.Folder), buffer.WrittenSpan);
    }

    public void Delete(string agent, string folder)
    {
        if (Directory.Exists(Folder))
        {
            File.Delete(PathOf(agent, folder));
        }
    }

    private static void WriteChange(Utf8JsonWriter writer, SettingChange change)
    {
        writer.WriteStartObject();
        writer.WriteString("path", change.Path);
        writer.WriteStartArray("key");
        foreach (string name in change.Key)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        writer.WriteString("value", change.Value);
        if (change.Previous is not null)
        {
            writer.WriteString("previous", change.Previous);
        }

        writer.WriteEndObject();
    }

    /// <summary>A record that cannot be read is as good as none: ours is known by its marks as well.</summary>
    private static InstallRecord? ReadFile(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            return new InstallRecord
            {
                Agent = root.GetProperty("agent").GetString()!,
                Folder = root.GetProperty("folder").GetString()!,
                Version = root.GetProperty("version").GetString() ?? "",
                Files = [.. root.GetProperty("files").EnumerateArray().Select(f => new InstalledFile(
                    f.GetProperty("path").GetString()!,
                    f.TryGetProperty("original", out JsonElement original) ? original.GetBytesFromBase64() : null,
                    f.GetProperty("written_sha256").GetString()!,
                    f.GetProperty("created_folder").GetBoolean()))],
                Changes = [.. root.GetProperty("changes").EnumerateArray().Select(c => new SettingChange(
                    c.GetProperty("path").GetString()!,
                    [.. c.GetProperty("key").EnumerateArray().Select(k => k.GetString()!)],
                    c.GetProperty("value").GetString()!,
                    c.TryGetProperty("previous", out JsonElement previous) ? previous.GetString() : null))],
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
