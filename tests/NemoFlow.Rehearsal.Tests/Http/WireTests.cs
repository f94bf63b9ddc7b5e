// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using NemoFlow.Rehearsal.Tests.Support;

namespace NemoFlow.Rehearsal.Tests.Http;

public sealed class WireTests
{
    private const string Text = "Grüße 你好 👋🏽 ende";

    [Fact]
    public async Task ChunkBytes_SmallChunks_SplitCharactersAndLoseNothing()
    {
        (_, IReadOnlyList<byte[]> whole) = await ReadAsync($$"""{ "text": "{{Text}}" }""");
        (string head, IReadOnlyList<byte[]> split) = await ReadAsync($$"""{ "text": "{{Text}}", "pace": { "chunk_bytes": 5 } }""");

        Assert.Contains("Content-Type: text/event-stream; charset=utf-8", head, StringComparison.Ordinal);
        Assert.Equal(whole.SelectMany(static chunk => chunk), split.SelectMany(static chunk => chunk));
        Assert.All(split.SkipLast(1), static chunk => Assert.Equal(5, chunk.Length));
        Assert.Contains(split, static chunk => (chunk[0] & 0b1100_0000) == 0b1000_0000);
    }

    [Fact]
    public async Task Events_NoChunking_EachStartAChunk()
    {
        (_, IReadOnlyList<byte[]> chunks) = await ReadAsync("""{ "text": "a b c d", "pace": { "delta_characters": 2 } }""");

        string[] texts = [.. chunks.Select(Encoding.UTF8.GetString)];
        Assert.Equal(12, texts.Count(static text => text.StartsWith("event: ", StringComparison.Ordinal)));
        Assert.Equal(12, string.Concat(texts).Split("event: ").Length - 1);
    }

    [Fact]
    public async Task Pace_Delays_WaitBeforeTheHeadAndBetweenEvents()
    {
        ImmediateTimeProvider clock = new();
        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(
            Scenarios.Of("""{ "text": "a", "pace": { "delay_ms": 40, "first_delay_ms": 700 } }"""), 0, clock, RawClient.Timeout);
        using ModelCaller caller = new(provider);

        int events = (await caller.StreamAsync(ModelCaller.Prompt())).Count;

        Assert.Equal(TimeSpan.FromMilliseconds(700), clock.Waits[0]);
        Assert.Equal(events - 1, clock.Waits.Count(static wait => wait == TimeSpan.FromMilliseconds(40)));
    }

    [Fact]
    public async Task Headers_OddOrderAndSpelling_AreLoggedAsReceived()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "t" }""");
        using RawClient client = await RawClient.ConnectAsync(provider);
        string body = ModelCaller.Prompt();
        string[] headers = ["X-Zeta: 1", "accept: a", "x-zeta: 2 ", "AUTHORIZATION: Bearer k", "X-Bytes: caf\u00e9"];

        // Twice, because the second request on a connection must not show anything of the first.
        for (int request = 0; request < 2; request++)
        {
            await client.SendAsync(RawClient.Post(body, headers));
            await client.ReadChunkedAsync();
        }

        Assert.Equal(2, provider.Requests.Count);
        Assert.All(provider.Requests, entry =>
        {
            Assert.Equal(
                ["Host", "X-Zeta", "accept", "x-zeta", "AUTHORIZATION", "X-Bytes", "Content-Length"],
                entry.Headers.Select(static header => header.Key));
            Assert.Equal(["1", "2"], entry.Headers.Where(static header => header.Key.Length == 6 && header.Key.EndsWith("eta", StringComparison.Ordinal)).Select(static header => header.Value));
            Assert.Equal(body, Encoding.UTF8.GetString(entry.Body.Span));
        });
    }

    [Fact]
    public async Task Hashes_FinishedRequest_AreThoseOfTheBytes()
    {
        await using RehearsalProvider provider = await StartAsync($$"""{ "text": "{{Text}}" }""");
        using RawClient client = await RawClient.ConnectAsync(provider);
        string body = ModelCaller.Prompt(Text);
        await client.SendAsync(RawClient.Post(body));

        (_, IReadOnlyList<byte[]> chunks) = await client.ReadChunkedAsync();

        byte[] response = [.. chunks.SelectMany(static chunk => chunk)];
        ProviderRequestLog entry = Assert.Single(provider.Requests);
        Assert.Equal(Hash(Encoding.UTF8.GetBytes(body)), entry.BodySha256);
        Assert.Equal(Hash(response), entry.ResponseSha256);
        Assert.Equal((response.Length, RequestOutcome.Completed), (entry.ResponseLength, entry.Outcome));
    }

    [Theory]
    [InlineData("\"after_events\": 4", 4)]
    [InlineData("\"after_events\": 0", 0)]
    public async Task Drop_AfterEvents_SendsExactlyThoseAndCutsTheConnection(string limit, int events)
    {
        await using RehearsalProvider provider = await StartAsync($$"""{ "text": "abc", "drop": { {{limit}} } }""");
        using RawClient client = await RawClient.ConnectAsync(provider);
        await client.SendAsync(RawClient.Post(ModelCaller.Prompt()));

        string received = Encoding.UTF8.GetString(await client.ReadToEndAsync());

        Assert.StartsWith("HTTP/1.1 200 OK", received, StringComparison.Ordinal);
        Assert.Equal(events, received.Split("event: ").Length - 1);
        Assert.DoesNotContain("\r\n0\r\n", received, StringComparison.Ordinal);
        IReadOnlyList<ProviderRequestLog> log = await provider.WaitForRequestsAsync(
            static entries => entries is [{ Outcome: not RequestOutcome.InFlight }], RawClient.Timeout);
        Assert.Equal(RequestOutcome.Dropped, log[0].Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Drop_AfterBytes_SendsThatMany(bool stream)
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "abc", "drop": { "after_bytes": 600 } }""");
        using RawClient client = await RawClient.ConnectAsync(provider);
        await client.SendAsync(RawClient.Post(ModelCaller.Prompt(stream: stream)));

        await client.ReadToEndAsync();

        IReadOnlyList<ProviderRequestLog> log = await provider.WaitForRequestsAsync(
            static entries => entries is [{ Outcome: RequestOutcome.Dropped }], RawClient.Timeout);
        Assert.Equal(600, log[0].ResponseLength);
    }

    [Fact]
    public async Task Drop_NextAttempt_IsWhole()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "abc", "drop": { "after_events": 3 } }""");
        using ModelCaller caller = new(provider);

        await Assert.ThrowsAnyAsync<Exception>(() => caller.StreamAsync(ModelCaller.Prompt()));
        await caller.StreamAsync(ModelCaller.Prompt());

        Assert.Equal([RequestOutcome.Dropped, RequestOutcome.Completed], provider.Requests.Select(static entry => entry.Outcome));
        Assert.Equal([1, 2], provider.Requests.Select(static entry => entry.Attempt));
        Assert.Equal([0, 0], provider.Requests.Select(static entry => entry.Turn!.Value));
    }

    [Fact]
    public async Task SlowStream_ClientLeaves_IsLoggedAsCancelledAndTheReplyStays()
    {
        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(
            Scenarios.Of("""{ "text": "abc", "pace": { "delay_ms": 60000 } }"""), 0, new StandingTimeProvider(), RawClient.Timeout);
        using (RawClient client = await RawClient.ConnectAsync(provider))
        {
            await client.SendAsync(RawClient.Post(ModelCaller.Prompt()));
            await provider.WaitForRequestsAsync(static entries => entries is [{ Status: 200 }], RawClient.Timeout);
        }

        IReadOnlyList<ProviderRequestLog> log = await provider.WaitForRequestsAsync(
            static entries => entries is [{ Outcome: not RequestOutcome.InFlight }], RawClient.Timeout);
        Assert.Equal(RequestOutcome.Cancelled, log[0].Outcome);
        Assert.NotNull(log[0].FinishedAt);
    }

    [Fact]
    public async Task DisposeAsync_OpenStream_EndsIt()
    {
        RehearsalProvider provider = await RehearsalProvider.StartAsync(
            Scenarios.Of("""{ "text": "abc", "pace": { "delay_ms": 60000 } }"""), 0, new StandingTimeProvider(), RawClient.Timeout);
        using RawClient client = await RawClient.ConnectAsync(provider);
        await client.SendAsync(RawClient.Post(ModelCaller.Prompt()));
        await provider.WaitForRequestsAsync(static entries => entries is [{ Status: 200 }], RawClient.Timeout);

        await provider.DisposeAsync();

        await Assert.ThrowsAsync<IOException>(client.ReadToEndAsync);
        Assert.Equal(RequestOutcome.Cancelled, Assert.Single(provider.Requests).Outcome);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static Task<RehearsalProvider> StartAsync(string turns)
        => RehearsalProvider.StartAsync(Scenarios.Of(turns), 0, new ImmediateTimeProvider(), RawClient.Timeout);

    private static async Task<(string Head, IReadOnlyList<byte[]> Chunks)> ReadAsync(string turns)
    {
        await using RehearsalProvider provider = await StartAsync(turns);
        using RawClient client = await RawClient.ConnectAsync(provider);
        await client.SendAsync(RawClient.Post(ModelCaller.Prompt()));
        return await client.ReadChunkedAsync();
    }
}
