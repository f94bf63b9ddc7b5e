// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using NemoFlow.Hooks;

namespace NemoFlow.Hook;

/// <summary>Writes the request that carries a hook's payload.</summary>
internal static class RequestHead
{
    /// <summary>The whole request, so that it leaves in as few packets as it can.</summary>
    public static byte[] WithBody(GatewayAddress address, HookDelivery delivery, string? token, ReadOnlySpan<byte> body)
    {
        StringBuilder head = new(512);
        head.Append("POST ").Append(address.BasePath).Append(HookWire.RoutePrefix).Append(delivery.Agent).Append(" HTTP/1.1\r\n");
        Append(head, "Host", address.Authority);
        Append(head, "Content-Type", "application/json");
        Append(head, "Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));
        Append(head, "Connection", "close");
        foreach (KeyValuePair<string, string> header in delivery.Headers)
        {
            Append(head, header.Key, header.Value);
        }

        if (token is not null)
        {
            Append(head, HookWire.TokenHeader, token);
        }

        head.Append("\r\n");
        string text = head.ToString();
        int headLength = Encoding.UTF8.GetByteCount(text);
        byte[] request = new byte[headLength + body.Length];
        Encoding.UTF8.GetBytes(text, request);
        body.CopyTo(request.AsSpan(headLength));
        return request;
    }

    private static void Append(StringBuilder head, string name, string value) => head.Append(name).Append(": ").Append(value).Append("\r\n");
}
