// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Install;

/// <summary>A file that an installation changed.</summary>
/// <param name="Path">The file.</param>
/// <param name="Original">Its bytes without us; null where it did not exist.</param>
/// <param name="Written">SHA-256 of its bytes with us: as long as they are these, nobody else has changed it.</param>
/// <param name="CreatedFolder">True where its folder was made for it.</param>
internal sealed record InstalledFile(string Path, byte[]? Original, string Written, bool CreatedFolder);
