// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Storage.Files;
using NemoFlow.Text;

namespace NemoFlow.Storage.Gateways;

/// <summary>The note that a running gateway leaves for its user's other processes; gone when the gateway is.</summary>
public sealed class GatewayRegistration : IDisposable
{
    private readonly string _path;

    private GatewayRegistration(string path) => _path = path;

    /// <summary>Writes <c>gateways/&lt;id&gt;.json</c>, readable for its owner only.</summary>
    /// <exception cref="IOException">The state folder cannot be written.</exception>
    /// <param name="state">The state folder.</param>
    /// <param name="gatewayId">The gateway.</param>
    /// <param name="url">Where it listens.</param>
    /// <param name="token">Its secret.</param>
    /// <param name="version">Its version.</param>
    /// <param name="settings">A fingerprint of its settings, where it is the user's gateway, which installed hooks report to; null for any other.</param>
    /// <param name="startedAt">When it was started.</param>
    public static GatewayRegistration Create(
        StateFolder state, string gatewayId, Uri url, string token, string version, string? settings = null, DateTimeOffset? startedAt = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(url);
        PrivateFiles.CreateFolder(state.Gateways);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id", gatewayId);
            writer.WriteString("url", url.OriginalString.TrimEnd('/'));
            writer.WriteNumber("port", url.Port);
            writer.WriteString("token", token);
            writer.WriteNumber("pid", Environment.ProcessId);
            writer.WriteString("version", version);
            if (settings is not null)
            {
                writer.WriteString("settings", settings);
            }

            if (startedAt is { } time)
            {
                writer.WriteString("started_at", time);
            }

            writer.WriteEndObject();
        }

        string path = Path.Combine(state.Gateways, gatewayId + ".json");
        AtomicFile.Write(path, buffer.WrittenSpan);
        return new GatewayRegistration(path);
    }

    /// <summary>Where gateways of this user's listen, as far as their notes tell.</summary>
    public static IReadOnlyList<Uri> Urls(StateFolder state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Directory.Exists(state.Gateways) ? [.. Directory.EnumerateFiles(state.Gateways, "*.json").Select(UrlIn).OfType<Uri>()] : [];
    }

    private static Uri? UrlIn(string path)
    {
        try
        {
            using JsonDocument note = JsonDocument.Parse(File.ReadAllBytes(path));
            return Uri.TryCreate(note.RootElement.TextAt("url"), UriKind.Absolute, out Uri? url) ? url : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // A gateway that is just going away.
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_path);
}
