// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NemoFlow.Exporters.Destinations;

/// <summary>AWS Signature Version 4 for S3: what a request is, hashed and signed with a key for that day, region and service.</summary>
internal static class AwsSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Service = "s3";

    /// <summary>The value of the <c>Authorization</c> header.</summary>
    /// <param name="key">Access key and secret.</param>
    /// <param name="region">The region.</param>
    /// <param name="time">The time that the <c>x-amz-date</c> header says.</param>
    /// <param name="method">The method.</param>
    /// <param name="url">The URL; its path is encoded as S3 wants it (<see cref="EncodePath"/>).</param>
    /// <param name="headers">The headers to sign, by lower-case name; <c>host</c> and <c>x-amz-content-sha256</c> among them.</param>
    public static string Authorization((string Id, string Secret) key, string region, DateTimeOffset time, string method, Uri url, IReadOnlyDictionary<string, string> headers)
    {
        List<KeyValuePair<string, string>> ordered = [.. headers.OrderBy(h => h.Key, StringComparer.Ordinal)];
        string signed = string.Join(';', ordered.Select(h => h.Key));
        string canonical = string.Join('\n', [
            method, url.AbsolutePath, Query(url),
            .. ordered.Select(h => h.Key + ":" + h.Value.Trim()), "", signed, headers["x-amz-content-sha256"]]);
        string day = time.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        string scope = $"{day}/{region}/{Service}/aws4_request";
        string toSign = string.Join('\n', Algorithm, Timestamp(time), scope, Hash(Encoding.UTF8.GetBytes(canonical)));
        byte[] signingKey = Encoding.UTF8.GetBytes("AWS4" + key.Secret);
        foreach (string part in (ReadOnlySpan<string>)[day, region, Service, "aws4_request"])
        {
            signingKey = HMACSHA256.HashData(signingKey, Encoding.UTF8.GetBytes(part));
        }

        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(signingKey, Encoding.UTF8.GetBytes(toSign)));
        return $"{Algorithm} Credential={key.Id}/{scope},SignedHeaders={signed},Signature={signature}";
    }

    /// <summary>As the <c>x-amz-date</c> header has it.</summary>
    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>SHA-256 in lower-case hex.</summary>
    public static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Everything but unreserved characters and slashes is percent-encoded, once.</summary>
    public static string EncodePath(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string Query(Uri url) => string.Join('&', url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(p => p.Split('=', 2)).Select(p => (Name: p[0], Value: p.Length > 1 ? p[1] : ""))
        .OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal).Select(p => p.Name + "=" + p.Value));
}
