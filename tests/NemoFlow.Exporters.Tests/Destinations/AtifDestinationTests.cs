// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Exporters.Delivery;
using NemoFlow.Exporters.Destinations;
using NemoFlow.Exporters.Tests.Support;
using NemoFlow.OtlpReceiver;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Tests.Destinations;

public sealed class AtifDestinationTests : IDisposable
{
    private static readonly Dictionary<string, string> Keys = new() { ["AWS_ACCESS_KEY_ID"] = "AKID", ["AWS_SECRET_ACCESS_KEY"] = "hunter2", ["AWS_SESSION_TOKEN"] = "session-token" };

    private readonly string _folder = Directory.CreateTempSubdirectory("nemo-flow-atif-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task S3_Document_IsPutWithItsImagesAndAValidSignature()
    {
        await using TestServer server = await TestServer.StartAsync();
        AtifS3Options options = new() { Endpoint = server.Url, Bucket = "bucket", Prefix = "a b/ü/", Region = "eu-central-1", PathStyle = true };
        await using AtifS3Target target = new(options, new AtifFileOptions(), "1", Keys.GetValueOrDefault, TimeProvider.System);

        DeliveryResult result = await SendAsync(target);

        Assert.Equal((DeliveryVerdict.Delivered, 1), (result.Verdict, result.Units));
        Assert.Equal(2, server.Requests.Count);
        TestServer.Exchange image = server.Requests[0];
        TestServer.Exchange document = server.Requests[1];
        Assert.Equal(("PUT", "image/png", "000000"), (image.Method, image.Headers["content-type"], Convert.ToHexString(image.Body)));
        Assert.Equal("/bucket/a%20b/%C3%BC/s-1.atif.json", document.Target);
        JsonElement json = JsonElement.Parse(document.Body);
        Assert.Equal("/bucket/a%20b/%C3%BC/" + json.GetProperty("steps")[0].GetProperty("message")[1].TextAt("source.path"), image.Target);
        Assert.DoesNotContain("AAAA", document.Text, StringComparison.Ordinal);
        Assert.All(server.Requests, CheckSignature);
    }

    [Fact]
    public async Task S3_WithoutKeys_SaysWhichVariablesAreMissing()
    {
        await using AtifS3Target target = new(new AtifS3Options { Bucket = "b" }, new AtifFileOptions(), "1", _ => null, TimeProvider.System);

        DeliveryResult result = await SendAsync(target);

        Assert.Equal(DeliveryVerdict.Later, result.Verdict);
        Assert.Contains("AWS_ACCESS_KEY_ID", result.Problem, StringComparison.Ordinal);
        Assert.Equal("https://b.s3.us-east-1.amazonaws.com/", target.Address);
    }

    [Fact]
    public async Task Http_Document_IsPosted()
    {
        await using TestServer server = await TestServer.StartAsync();
        AtifHttpOptions options = new() { Url = new Uri(server.Url, "/in"), HeaderVariables = new Dictionary<string, string> { ["authorization"] = "AWS_SECRET_ACCESS_KEY" } };
        await using AtifHttpTarget target = new(options, new AtifFileOptions { AgentName = "my agent", FileNameTemplate = "{agent}-{session_id}.json" }, "1", Keys.GetValueOrDefault, TimeProvider.System);

        await SendAsync(target);

        TestServer.Exchange request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/in", "application/json", "hunter2"), (request.Method, request.Target, request.Headers["content-type"], request.Headers["authorization"]));
        Assert.Contains("codex-s-1.json", request.Headers["content-disposition"], StringComparison.Ordinal);
        Assert.Equal("my agent", JsonElement.Parse(request.Body).TextAt("agent.name"));
        Assert.DoesNotContain("AAAA", request.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_Document_IsKeptInTheFolderUntilItIsDelivered()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Reply = _ => 503;
        AtifHttpOptions options = new() { Url = server.Url, LocalCopyFolder = Path.Combine(_folder, "kept") };
        await using AtifHttpTarget target = new(options, new AtifFileOptions(), "1", _ => null, TimeProvider.System);

        DeliveryResult failed = await SendAsync(target);

        Assert.Equal(DeliveryVerdict.Later, failed.Verdict);
        Assert.Contains("a copy is in", failed.Problem, StringComparison.Ordinal);
        string copy = Assert.Single(Directory.EnumerateFiles(options.LocalCopyFolder));
        Assert.Equal("s-1.atif.json", Path.GetFileName(copy));
        AtifRules.Check(JsonElement.Parse(await File.ReadAllBytesAsync(copy, Cancellation)));
        server.Reply = _ => 204;
        Assert.Equal(DeliveryVerdict.Delivered, (await SendAsync(target)).Verdict);
        Assert.Empty(Directory.EnumerateFiles(options.LocalCopyFolder));
    }

    [Fact]
    public async Task UnitsOf_Session_IsOneDocumentForEveryStateBetweenTurns()
    {
        await using AtifHttpTarget target = new(new AtifHttpOptions { Url = new Uri("http://127.0.0.1") }, new AtifFileOptions(), "1", _ => null, TimeProvider.System);
        Turn turn = Sessions.Turn("p", Sessions.Call("c"));
        Turn open = turn with { Id = "second", Index = 2, Status = CallStatus.Open, EndedAt = null };

        ulong one = Assert.Single(target.UnitsOf(Sessions.Of(turn))).Key;
        Assert.Empty(target.UnitsOf(Sessions.Of(turn, open)));
        ulong two = Assert.Single(target.UnitsOf(Sessions.Of(turn, open with { Status = CallStatus.Completed, EndedAt = turn.EndedAt }))).Key;
        ulong ended = Assert.Single(target.UnitsOf(Sessions.Of(turn) with { State = SessionState.Ended })).Key;
        Assert.Equal(3, new[] { one, two, ended }.Distinct().Count());
        Assert.Equal(one, Assert.Single(target.UnitsOf(Sessions.Of(turn))).Key);
    }

    /// <summary>The signature computed again from what arrived.</summary>
    private static void CheckSignature(TestServer.Exchange request)
    {
        Assert.Equal(AwsSignature.Hash(request.Body), request.Headers["x-amz-content-sha256"]);
        string[] names = ["host", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"];
        DateTimeOffset time = DateTimeOffset.ParseExact(request.Headers["x-amz-date"], "yyyyMMdd'T'HHmmss'Z'", null, System.Globalization.DateTimeStyles.AssumeUniversal);
        string expected = AwsSignature.Authorization(("AKID", "hunter2"), "eu-central-1", time, "PUT", new Uri("http://" + request.Headers["host"] + request.Target), names.ToDictionary(n => n, n => request.Headers[n]));
        Assert.Equal(expected, request.Headers["authorization"]);
    }

    private static async Task<DeliveryResult> SendAsync(AtifDestinationTarget target) => await target.SendAsync(Recorded.Session, target.UnitsOf(Recorded.Session), 1, Cancellation);
}
