// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.SpecCases.Tests.Support;

/// <summary>How the corpus writes line ends within event streams.</summary>
internal static class SpecText
{
    /// <summary><c>\n</c> and <c>\r</c>, written out, as the characters that they stand for.</summary>
    public static string Unescape(string text) => text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal);
}
