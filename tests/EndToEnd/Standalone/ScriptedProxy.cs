// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace NemoFlow.EndToEnd.Standalone;

/// <summary>
/// A proxy with a provider behind it that only the proxy knows. It wants a login, carries tunnels, in which it is the provider itself, and
/// takes requests in absolute form.
/// </summary>
internal sealed class ScriptedProxy : IAsyncDisposable
{
    public const string Answer = """{"seen":"by the provider"}""";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly Task _serving;

    public ScriptedProxy(X509Certificate2 certificate)
    {
        _certificate = certificate;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Its address with the login in it.</summary>
    public string Url => $"http://someone:p%40ss@{_listener.LocalEndpoint}";

    /// <summary>The heads it was sent, those inside tunnels included.</summary>
    public List<string> Heads { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                await ServeAsync(client.GetStream());
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                return;
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                // Who asked does not trust the certificate, or left.
            }
        }
    }

    private async Task ServeAsync(Stream stream)
    {
        while (await ReadHeadAsync(stream) is { } head)
        {
            lock (Heads)
            {
                Heads.Add(head);
            }

            bool tunnel = head.StartsWith("CONNECT ", StringComparison.Ordinal);
            string login = "Basic " + Convert.ToBase64String("someone:p@ss"u8);
            if (!head.Contains(login, StringComparison.Ordinal))
            {
                await WriteAsync(stream, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"r\"\r\nContent-Length: 0\r\n\r\n");
                continue;
            }

            if (tunnel)
            {
                await WriteAsync(stream, "HTTP/1.1 200 Connected\r\n\r\n");
                using SslStream inner = new(stream);
                await inner.AuthenticateAsServerAsync(_certificate);
                if (await ReadHeadAsync(inner) is { } request)
                {
                    lock (Heads)
                    {
                        Heads.Add(request);
                    }

                    await ReplyAsync(inner);
                }

                return;
            }

            await ReplyAsync(stream);
            return;
        }
    }

    private static async Task ReplyAsync(Stream stream)
    {
        // The request's two bytes of body.
        await stream.ReadExactlyAsync(new byte[2]);
        await WriteAsync(stream, $"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {Answer.Length}\r\n\r\n{Answer}");
    }

    private static Task WriteAsync(Stream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

    private static async Task<string?> ReadHeadAsync(Stream stream)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
