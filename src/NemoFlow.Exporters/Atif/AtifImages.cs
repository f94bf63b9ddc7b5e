// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using NemoFlow.Exporters.Otlp;

namespace NemoFlow.Exporters.Atif;

/// <summary>Images that a trajectory refers to: the document names a file beside it, never the data. The same image is one file.</summary>
public sealed class AtifImages
{
    /// <summary>The folder beside the document.</summary>
    public const string Folder = "images";

    private static readonly Dictionary<string, string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["image/png"] = "png",
        ["image/jpeg"] = "jpg",
        ["image/jpg"] = "jpg",
        ["image/gif"] = "gif",
        ["image/webp"] = "webp",
    };

    private readonly Dictionary<string, string> _data = new(StringComparer.Ordinal);

    /// <summary>By path from the document, the image in base64.</summary>
    public IReadOnlyDictionary<string, string> Files => _data;

    /// <summary>Where an image is: a path for data, the URL for a reference. Null for what the format has no room for.</summary>
    internal (string MediaType, string Path)? Place(ContentPart part)
    {
        if (part.Modality != "image")
        {
            return null;
        }

        string media = part.MediaType?.Equals("image/jpg", StringComparison.OrdinalIgnoreCase) == true ? "image/jpeg" : part.MediaType?.ToLowerInvariant() ?? Guess(part.Uri);
        if (!Extensions.TryGetValue(media, out string? extension))
        {
            return null;
        }

        if (part.Data is not { } data)
        {
            return part.Uri is { } uri && Uri.IsWellFormedUriString(uri, UriKind.Absolute) ? (media, uri) : null;
        }

        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)).AsSpan(0, 12));
        string path = $"{Folder}/{name}.{extension}";
        _data[path] = data;
        return (media, path);
    }

    private static string Guess(string? uri)
    {
        string path = uri is not null && Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed) ? parsed.AbsolutePath : "";
        return Extensions.FirstOrDefault(e => path.EndsWith("." + e.Value, StringComparison.OrdinalIgnoreCase)).Key ?? "image/png";
    }
}
