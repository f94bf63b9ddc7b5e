// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Tests.Support;

namespace NemoFlow.Rehearsal.Tests;

public sealed class RehearsalProviderTests
{
    [Theory]
    [InlineData("GET", "/healthz", 200, "ok")]
    [InlineData("GET", "/v1/models", 200, "gpt-5.5")]
    [InlineData("GET", "/models?client_version=1", 200, "\"models\":[]")]
    [InlineData("GET", "/v1/responses", 405, "Not allowed")]
    [InlineData("POST", "/v1/completions", 404, "Invalid URL (POST /v1/completions)")]
    public async Task Routes_OtherThanReplies_AnswerInTheProvidersForm(string method, string path, int status, string part)
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "t" }""");
        using ModelCaller caller = new(provider);

        using HttpResponseMessage response = await caller.SendAsync(new HttpMethod(method), path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(part, await response.Content.ReadAsStringAsync(RawClient.Timeout), StringComparison.Ordinal);
        Assert.Equal(path == "/healthz" ? 0 : 1, provider.Requests.Count);
    }

    [Fact]
    public async Task Responses_WebSocketUpgrade_IsToldToUseHttp()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "t" }""");
        using RawClient client = await RawClient.ConnectAsync(provider);

        await client.SendAsync(
            "GET /v1/responses HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 426 Upgrade Required", Encoding.UTF8.GetString(await client.ReadToEndAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_Times_IsAnsweredThatOftenWithItsHeaders()
    {
        await using RehearsalProvider provider = await StartAsync(
            """{ "text": "t", "error": { "status": 429, "headers": { "retry-after": "7" }, "times": 2 } }""");
        using ModelCaller caller = new(provider);

        using HttpResponseMessage first = await caller.PostAsync(ModelCaller.Prompt());
        using HttpResponseMessage second = await caller.PostAsync(ModelCaller.Prompt());
        using HttpResponseMessage third = await caller.PostAsync(ModelCaller.Prompt());

        Assert.Equal([429, 429, 200], new[] { first, second, third }.Select(static response => (int)response.StatusCode));
        Assert.Equal(TimeSpan.FromSeconds(7), first.Headers.RetryAfter!.Delta);
        Assert.Contains("rate_limit_exceeded", await first.Content.ReadAsStringAsync(RawClient.Timeout), StringComparison.Ordinal);
        Assert.Equal(3, new[] { first, second, third }.Select(static response => response.Headers.GetValues("x-request-id").Single()).Distinct().Count());
        Assert.Equal([1, 2, 3], provider.Requests.Select(static entry => entry.Attempt));
    }

    [Fact]
    public async Task Error_GivenBody_IsSentAsWritten()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "error": { "status": 400, "body": { "detail": "ünfit" }, "times": "always" } }""");
        using ModelCaller caller = new(provider);

        using HttpResponseMessage response = await caller.PostAsync(ModelCaller.Prompt());

        Assert.Equal("""{"detail":"ünfit"}""", await response.Content.ReadAsStringAsync(RawClient.Timeout));
    }

    [Fact]
    public async Task Headers_OfAReply_ReplaceTheProvidersOwn()
    {
        await using RehearsalProvider provider = await StartAsync(
            """{ "text": "t", "headers": { "openai-processing-ms": "12", "x-request-id": "req_mine" } }""");
        using ModelCaller caller = new(provider);

        using HttpResponseMessage response = await caller.PostAsync(ModelCaller.Prompt());

        Assert.Equal("12", response.Headers.GetValues("openai-processing-ms").Single());
        Assert.Equal("req_mine", response.Headers.GetValues("x-request-id").Single());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    public async Task Body_NoJsonObject_IsABadRequest(string body)
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "t" }""");
        using ModelCaller caller = new(provider);

        using HttpResponseMessage response = await caller.PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Body_Compressed_IsReadWhereTheRuntimeCan()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "t" }""");
        using HttpMessageInvoker http = new(new SocketsHttpHandler { UseProxy = false });
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(ModelCaller.Prompt()));
        }

        Assert.Equal(200, await PostAsync("gzip"));
        Assert.Equal(415, await PostAsync("zstd"));

        async Task<int> PostAsync(string encoding)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, new Uri(provider.BaseAddress, "/responses"));
            request.Content = new ByteArrayContent(packed.ToArray());
            request.Content.Headers.ContentEncoding.Add(encoding);
            using HttpResponseMessage response = await http.SendAsync(request, RawClient.Timeout);
            return (int)response.StatusCode;
        }
    }

    [Theory]
    [InlineData("""{"model":"m","input":"x","prompt_cache_key":"p"}""", "h", "s", "h")]
    [InlineData("""{"model":"m","input":"x","prompt_cache_key":"p"}""", null, "s", "s")]
    [InlineData("""{"model":"m","input":"x","prompt_cache_key":"p"}""", null, null, "p")]
    [InlineData("""{"model":"m","input":"x"}""", null, null, "thread")]
    public async Task Thread_Key_ComesFromHeadersThenBody(string body, string? thread, string? session, string expected)
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "t" }""");
        using ModelCaller caller = new(provider);
        List<(string, string)> headers = [];
        if (thread is not null)
        {
            headers.Add(("thread-id", thread));
        }

        if (session is not null)
        {
            headers.Add(("session-id", session));
        }

        await caller.BufferedAsync(body, [.. headers]);

        Assert.Equal(expected, Assert.Single(provider.Requests).Thread);
    }

    [Fact]
    public async Task Compaction_DuringATurn_LeavesItsScriptAlone()
    {
        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(
            Scenario.BuiltIn("compaction"), cancellationToken: RawClient.Timeout);
        using ModelCaller caller = new(provider);
        (string, string) compaction = ("x-codex-turn-metadata", """{"request_kind":"compaction"}""");

        await caller.BufferedAsync(ModelCaller.Prompt(stream: false), ("thread-id", "t"));
        JsonObject summary = await caller.BufferedAsync(ModelCaller.Prompt(stream: false), ("thread-id", "t"), compaction);
        await caller.BufferedAsync("""{"input":[{"role":"user","content":"hello"},{"role":"assistant","content":"x"}]}""", ("thread-id", "t"));

        Assert.Equal("The first of two commands was run.", (string?)summary["output"]![0]!["content"]![0]!["text"]);
        Assert.Equal(["root", "summary", "root"], provider.Requests.Select(static entry => entry.Conversation));
        Assert.Equal([0, 0, 1], provider.Requests.Select(static entry => entry.Turn!.Value));
    }

    [Fact]
    public async Task Requests_ManyAtOnce_AreAllAnsweredAndLogged()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "t" }""");
        using ModelCaller caller = new(provider);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(
            index => caller.StreamAsync(ModelCaller.Prompt(), ("thread-id", $"t{index}"))));

        Assert.Equal(50, provider.Requests.Select(static entry => entry.Thread).Distinct().Count());
        Assert.All(provider.Requests, static entry => Assert.Equal((RequestOutcome.Completed, 0), (entry.Outcome, entry.Turn)));
        Assert.Equal(Enumerable.Range(0, 50), provider.Requests.Select(static entry => entry.Index));
    }

    [Fact]
    public async Task KeepBodies_Off_KeepsLengthAndHashOnly()
    {
        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(
            Scenarios.Of("""{ "text": "t" }"""), new RehearsalOptions { KeepBodies = false }, RawClient.Timeout);
        using ModelCaller caller = new(provider);
        string body = ModelCaller.Prompt();

        await caller.StreamAsync(body);

        ProviderRequestLog entry = Assert.Single(provider.Requests);
        Assert.True(entry.Body.IsEmpty);
        Assert.Equal(body.Length, entry.BodyLength);
    }

    [Fact]
    public async Task WriteLogAsync_Requests_AreJsonLinesForTheOwnerOnly()
    {
        await using RehearsalProvider provider = await StartAsync("""{ "text": "t" }""");
        using ModelCaller caller = new(provider);
        await caller.StreamAsync(ModelCaller.Prompt("Grüße"), ("thread-id", "t"));
        using HttpResponseMessage models = await caller.SendAsync(HttpMethod.Get, "/v1/models");
        string path = Path.Combine(Directory.CreateTempSubdirectory("rehearsal").FullName, "log.jsonl");

        await provider.WriteLogAsync(path, RawClient.Timeout);

        JsonNode[] lines = [.. File.ReadAllLines(path).Select(static line => JsonNode.Parse(line)!)];
        Assert.Equal(2, lines.Length);
        Assert.Equal(ModelCaller.Prompt("Grüße"), (string?)lines[0]["body"]);
        Assert.Equal(("t", "root", 0, "completed"), ((string?)lines[0]["thread"], (string?)lines[0]["conversation"], (int)lines[0]["turn"]!, (string?)lines[0]["outcome"]));
        Assert.Equal(provider.Requests[0].ResponseSha256, (string?)lines[0]["response_sha256"]);
        Assert.Contains(lines[0]["headers"]!.AsArray(), static header => (string?)header![0] == "thread-id" && (string?)header[1] == "t");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    private static Task<RehearsalProvider> StartAsync(string turns)
        => RehearsalProvider.StartAsync(Scenarios.Of(turns), 0, new ImmediateTimeProvider(), RawClient.Timeout);
}
