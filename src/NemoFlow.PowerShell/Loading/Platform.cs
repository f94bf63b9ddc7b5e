// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace NemoFlow.PowerShell.Loading;

/// <summary>The name under which the module keeps what is made for one platform.</summary>
internal static class Platform
{
    /// <summary>Such as <c>linux-x64</c>: a runtime that a distribution built names the distribution instead, which says no more here.</summary>
    public static string Identifier { get; } = System() + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static string System() => OperatingSystem.IsWindows() ? "win"
        : OperatingSystem.IsMacOS() ? "osx"
        : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) || RuntimeInformation.RuntimeIdentifier.StartsWith("alpine", StringComparison.Ordinal) ? "linux-musl"
        : "linux";
}
