// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Content;

/// <summary>URLs as they may be shown.</summary>
public static class UrlText
{
    /// <summary>The URL without a user name and password in it, and without its query, which may hold a key.</summary>
    public static string Masked(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) || (parsed.UserInfo.Length == 0 && parsed.Query.Length == 0))
        {
            return url;
        }

        string shown = parsed.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        return (parsed.UserInfo.Length > 0 ? shown.Replace("://", "://***@", StringComparison.Ordinal) : shown) + (parsed.Query.Length > 0 ? "?***" : "");
    }
}
