// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using NemoFlow.Exporters.Delivery;

namespace NemoFlow.Exporters.Otlp.Sending;

/// <summary>
/// OTLP/gRPC over HTTP/2: one unary call a request. An <c>http</c> endpoint is spoken to in HTTP/2 from the first byte, as collectors expect.
/// </summary>
internal sealed class OtlpGrpcSender(Uri endpoint, string service, ExporterHeaders headers, TimeSpan timeout, bool compress, string userAgent, TimeProvider time) : IOtlpSender
{
    private const int FrameHead = 5;

    /// <summary>A refusal of less than this for want of room cannot be mended by sending less.</summary>
    private const int SmallMessage = 1 << 20;

    private readonly HttpMessageInvoker _client = HttpSending.Client(timeout);
    private readonly Uri _url = new(endpoint, service + "/Export");

    public async Task<DeliveryResult> SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Frame(message.Span)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc+proto");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.Add("grpc-timeout", string.Create(CultureInfo.InvariantCulture, $"{(long)timeout.TotalMilliseconds}m"));
        if (compress)
        {
            request.Headers.Add("grpc-encoding", "gzip");
        }

        request.Headers.UserAgent.ParseAdd(userAgent);
        headers.AddTo(request);
        return await HttpSending.SendAsync(_client, request, timeout, time, (response, body) => Judge(response, body, message.Length), cancellation).ConfigureAwait(false);
    }

    public void Dispose() => _client.Dispose();

    private byte[] Frame(ReadOnlySpan<byte> message)
    {
        // Of nothing the compressor makes nothing, which is no gzip: collectors refuse it.
        bool isCompressed = compress && !message.IsEmpty;
        ReadOnlySpan<byte> payload = isCompressed ? OtlpHttpSender.Gzip(message) : message;
        byte[] frame = new byte[FrameHead + payload.Length];
        frame[0] = isCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame.AsSpan(FrameHead));
        return frame;
    }

    private DeliveryResult Judge(HttpResponseMessage response, byte[] body, int size)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return HttpSending.Verdict(response, _url, "");
        }

        // A call that fails at once has its status in the head of the answer, any other behind its body.
        string? status = Value(response.TrailingHeaders, "grpc-status") ?? Value(response.Headers, "grpc-status");
        if (status == "0")
        {
            return OtlpAnswer.Success(Payload(body));
        }

        if (!int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out int code))
        {
            return HttpSending.Blocked($"{_url.Authority} does not answer as a gRPC server: check the exporter's endpoint and transport", DeliveryCause.Protocol) with { Answer = "does not answer as a gRPC server" };
        }

        string message = Uri.UnescapeDataString(Value(response.TrailingHeaders, "grpc-message") ?? Value(response.Headers, "grpc-message") ?? "");
        return Verdict(code, HttpSending.Plain(message, response), Delay(response), size);
    }

    private DeliveryResult Verdict(int code, string message, TimeSpan? delay, int size)
    {
        string answer = string.Create(CultureInfo.InvariantCulture, $"answered gRPC status {code}{(message.Length == 0 ? "" : ": " + message)}");
        string problem = _url.Authority + " " + answer;
        DeliveryResult result = code switch
        {
            // Cancelled, deadline exceeded, aborted, out of range, unavailable, data loss.
            1 or 4 or 10 or 11 or 14 or 15 => new DeliveryResult { Verdict = DeliveryVerdict.Later, RetryAfter = delay, Problem = problem, Cause = DeliveryCause.Busy },
            3 => new DeliveryResult { Verdict = DeliveryVerdict.Refused, Problem = problem, Cause = DeliveryCause.Content },
            8 when delay is null && size > SmallMessage => new DeliveryResult { Verdict = DeliveryVerdict.Refused, Problem = problem, Cause = DeliveryCause.Content },
            8 => new DeliveryResult { Verdict = DeliveryVerdict.Later, RetryAfter = delay, Problem = problem, Cause = DeliveryCause.Busy },
            7 or 16 => HttpSending.Blocked(problem + ": check the credentials in the exporter's headers", DeliveryCause.Credential),
            5 or 12 => HttpSending.Blocked(problem + ": check the exporter's endpoint", DeliveryCause.Place),
            _ => HttpSending.Blocked(problem),
        };
        return result with { Answer = answer };
    }

    private static TimeSpan? Delay(HttpResponseMessage response)
    {
        string? details = Value(response.TrailingHeaders, "grpc-status-details-bin") ?? Value(response.Headers, "grpc-status-details-bin");
        if (details is null)
        {
            return null;
        }

        byte[] decoded = new byte[details.Length];
        string padded = details.PadRight((details.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(padded, decoded, out int length) ? OtlpAnswer.Status(decoded.AsSpan(0, length)).Delay : null;
    }

    private static ReadOnlySpan<byte> Payload(byte[] body)
    {
        if (body.Length < FrameHead || body[0] != 0)
        {
            return [];
        }

        int length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(1));
        return length >= 0 && length <= body.Length - FrameHead ? body.AsSpan(FrameHead, length) : [];
    }

    private static string? Value(HttpHeaders headers, string name) => headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
}
