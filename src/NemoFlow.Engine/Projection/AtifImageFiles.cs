// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Atif;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Projection;

/// <summary>The images of a trajectory, beside its document.</summary>
public static class AtifImageFiles
{
    /// <summary>Writes them before the document, so that what it refers to is there. An image is named by its content and written once.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(string folder, AtifImages images)
    {
        ArgumentNullException.ThrowIfNull(images);
        foreach ((string name, string data) in images.Files)
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                continue;
            }

            PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
            byte[] bytes = new byte[data.Length];
            AtomicFile.Write(path, Convert.TryFromBase64String(data, bytes, out int length) ? bytes.AsSpan(0, length) : []);
        }
    }
}
