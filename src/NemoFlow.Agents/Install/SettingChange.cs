// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Install;

/// <summary>A setting that was given another value. It is only taken back where it still has that value.</summary>
/// <param name="Path">The file.</param>
/// <param name="Key">The names that lead to the setting.</param>
/// <param name="Value">The value it was given, in the file's own language.</param>
/// <param name="Previous">The value it had; null where it was not set.</param>
public sealed record SettingChange(string Path, IReadOnlyList<string> Key, string Value, string? Previous);
