// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Net.Http.Headers;
using NemoFlow.Content;
using NemoFlow.Exporters.Delivery;

namespace NemoFlow.Exporters.Otlp.Sending;

/// <summary>OTLP/HTTP: a protobuf body, compressed, to the URL as it is.</summary>
internal sealed class OtlpHttpSender(Uri endpoint, ExporterHeaders headers, TimeSpan timeout, bool compress, string userAgent, TimeProvider time) : IOtlpSender
{
    private static readonly MediaTypeHeaderValue ContentType = new("application/x-protobuf");

    private readonly HttpMessageInvoker _client = HttpSending.Client(timeout);

    public async Task<DeliveryResult> SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        // Of nothing the compressor makes nothing, which is no gzip: collectors refuse it.
        bool isCompressed = compress && !message.IsEmpty;
        using HttpRequestMessage request = new(HttpMethod.Post, endpoint) { Content = new ReadOnlyMemoryContent(isCompressed ? Gzip(message.Span) : message) };
        request.Content.Headers.ContentType = ContentType;
        if (isCompressed)
        {
            request.Content.Headers.ContentEncoding.Add("gzip");
        }

        request.Headers.UserAgent.ParseAdd(userAgent);
        headers.AddTo(request);
        return await HttpSending.SendAsync(_client, request, timeout, time, Judge, cancellation).ConfigureAwait(false);
    }

    public void Dispose() => _client.Dispose();

    public static byte[] Gzip(ReadOnlySpan<byte> message)
    {
        using MemoryStream compressed = new(message.Length / 4);
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(message);
        }

        return compressed.ToArray();
    }

    private DeliveryResult Judge(HttpResponseMessage response, byte[] body)
    {
        bool isProtobuf = response.Content.Headers.ContentType?.MediaType == ContentType.MediaType;
        if (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == "text/html" && body.AsSpan().TrimStart(" \r\n\t"u8).StartsWith("<"u8))
        {
            // Web applications answer any path with their page: what was sent is nowhere.
            return HttpSending.Blocked($"{UrlText.Masked(endpoint.OriginalString)} answered with a web page: check the exporter's endpoint", DeliveryCause.Place) with { Answer = "answered with a web page" };
        }

        return response.IsSuccessStatusCode
            ? OtlpAnswer.Success(isProtobuf ? body : [])
            : HttpSending.Verdict(response, endpoint, isProtobuf ? OtlpAnswer.Status(body).Message : HttpSending.Line(body));
    }
}
