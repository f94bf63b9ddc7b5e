// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text;

namespace NemoFlow.Gateway.Upstream;

/// <summary>A proxy that reads requests, and so gets them with the whole URL.</summary>
internal sealed class HttpProxy(NetworkCredential? credential)
{
    /// <summary>The value of Proxy-Authorization; null where the proxy's URL names no user.</summary>
    public string? Authorization { get; } = credential is null
        ? null
        : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credential.UserName + ":" + credential.Password));
}
