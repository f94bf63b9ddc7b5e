// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;

namespace NemoFlow.Gateway.Tests.Support;

/// <summary>A request or response as it stood on the wire; text is Latin-1, a character a byte.</summary>
internal sealed record WireMessage(string StartLine, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    public byte[] Body { get; init; } = [];

    /// <summary>False where the connection broke before the body was over.</summary>
    public bool IsWhole { get; init; } = true;

    public int Status => int.Parse(StartLine.Split(' ')[1], null);

    public string Target => StartLine.Split(' ')[1];

    public string Text => Encoding.UTF8.GetString(Body);

    public string BodyHash => Hash(Body);

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public string[] Values(string name) => [.. Headers.Where(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value)];

    public string? Value(string name) => Values(name) is { Length: > 0 } values ? string.Join(", ", values) : null;

    public bool Has(string name) => Values(name).Length > 0;
}
