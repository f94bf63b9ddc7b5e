// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Gateway.Upstream;

/// <summary>How the end of an answer's body is known (RFC 9112, 6.3).</summary>
/// <param name="Chunked">The body comes in chunks.</param>
/// <param name="Length">Number of bytes; null where the body ends with the connection, or with its last chunk.</param>
internal readonly record struct BodyFraming(bool Chunked, long? Length)
{
    /// <summary>The framing of an answer; a problem where its head contradicts itself, so that nobody could tell where it ends.</summary>
    public static BodyFraming? Of(string method, ResponseHead head, out string? problem)
    {
        problem = null;
        if (head.Status is < 200 or 204 or 304 || method.Equals("HEAD", StringComparison.OrdinalIgnoreCase))
        {
            return new BodyFraming(false, 0);
        }

        if (head.Header("transfer-encoding") is { } encoding)
        {
            // Where both are given the chunks count, and the body may have any length.
            return new BodyFraming(encoding.EndsWith("chunked", StringComparison.OrdinalIgnoreCase), null);
        }

        long? length = null;
        foreach ((string name, string value) in head.Headers)
        {
            if (name.Equals("content-length", StringComparison.OrdinalIgnoreCase))
            {
                if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long given) || (length is not null && length != given))
                {
                    problem = "the answer's Content-Length cannot be understood";
                    return null;
                }

                length = given;
            }
        }

        return new BodyFraming(false, length);
    }
}
