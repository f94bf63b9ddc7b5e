// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Install;

/// <summary>One file as it is and as it should be. Whoever applies it checks that the file is still as it was.</summary>
/// <param name="Path">The file.</param>
/// <param name="Before">Its bytes; null where it does not exist.</param>
/// <param name="After">What they should become; null removes the file.</param>
public sealed record FileEdit(string Path, byte[]? Before, byte[]? After);
