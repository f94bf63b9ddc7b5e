// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Content;

/// <summary>Tells the headers that carry credentials, in every form seen: they are removed before an event exists.</summary>
public static class CredentialHeaders
{
    private static readonly string[] Words = ["authorization", "authenticate", "cookie", "api-key", "apikey", "api_key", "secret", "credential", "password", "passwd", "signature"];

    private static readonly string[] Schemes = ["Bearer ", "Basic ", "Digest ", "Negotiate ", "AWS4-HMAC"];

    /// <summary>True where the header must not be recorded.</summary>
    public static bool IsCredential(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        return Array.Exists(Words, w => name.Contains(w, StringComparison.OrdinalIgnoreCase))
            || IsTokenName(name)
            || Array.Exists(Schemes, s => value.StartsWith(s, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary><c>x-auth-token</c> is a credential, <c>x-ratelimit-remaining-tokens</c> and <c>idempotency-key</c> are not.</summary>
    private static bool IsTokenName(string name) =>
        name.EndsWith("token", StringComparison.OrdinalIgnoreCase) || name.Contains("-token-", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("-auth", StringComparison.OrdinalIgnoreCase) || name.Contains("access-key", StringComparison.OrdinalIgnoreCase);
}
