// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Clients.Tests.Support;

/// <summary>Keeps what a client's answers were made of.</summary>
internal sealed class WireRecorder() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
{
    private static readonly HashSet<string> OfTheConnection = new(StringComparer.OrdinalIgnoreCase) { "Date", "Transfer-Encoding", "Connection" };

    /// <summary>Status and headers of each answer, sorted.</summary>
    public List<string> Heads { get; } = [];

    public List<byte[]> Bodies { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        IEnumerable<string> headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Where(h => !OfTheConnection.Contains(h.Key)).Select(h => $"{h.Key}: {h.Value}").Order(StringComparer.Ordinal);
        Heads.Add($"{(int)response.StatusCode}\n{string.Join('\n', headers)}");
        Bodies.Add(body);
        ByteArrayContent copy = new(body);
        foreach ((string name, IEnumerable<string> values) in response.Content.Headers)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = copy;
        return response;
    }
}
