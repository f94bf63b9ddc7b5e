// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Delivery;
using NemoFlow.Exporters.Streams;
using NemoFlow.Exporters.Tests.Support;
using NemoFlow.OtlpReceiver;

namespace NemoFlow.Exporters.Tests.Streams;

public sealed class AtofTargetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nemo-flow-atof-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task File_Lines_AreAppendedForItsOwnerOnly()
    {
        string path = Path.Combine(_folder, "new", "events.jsonl");
        await SendAsync(new AtofFileOptions { Folder = Path.GetDirectoryName(path)!, FileName = "events.jsonl" });
        int once = File.ReadAllLines(path).Length;
        await File.AppendAllTextAsync(path, "half a line", Cancellation);
        await SendAsync(new AtofFileOptions { Folder = Path.GetDirectoryName(path)!, FileName = "events.jsonl" });

        Assert.Equal(19, once);
        Assert.Equal((once * 2) + 1, File.ReadAllLines(path).Length);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task File_Overwrite_EmptiesItOnceARun()
    {
        AtofFileOptions options = new() { Folder = _folder, FileName = "e.jsonl", Overwrite = true };
        await File.WriteAllTextAsync(Path.Combine(_folder, "e.jsonl"), "old\n", Cancellation);
        await using AtofFileTarget target = new(options, DateTimeOffset.UnixEpoch);
        IReadOnlyList<DeliveryUnit> units = target.UnitsOf(Recorded.Session);
        await target.SendAsync(Recorded.Session, units, 5, Cancellation);
        await target.SendAsync(Recorded.Session, [.. units.Skip(5)], 100, Cancellation);

        Assert.Equal(19, File.ReadAllLines(Path.Combine(_folder, "e.jsonl")).Length);
    }

    [Fact]
    public async Task File_WithoutAName_HasTheTimeOfTheStart()
    {
        await SendAsync(new AtofFileOptions { Folder = _folder });

        Assert.Equal("nemo-flow-events-19700101T000000Z.atof.jsonl", Path.GetFileName(Assert.Single(Directory.EnumerateFiles(_folder))));
    }

    [Fact]
    public async Task File_InTheWay_IsToldAndTriedLater()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "x"), "", Cancellation);

        DeliveryResult result = await SendAsync(new AtofFileOptions { Folder = Path.Combine(_folder, "x"), FileName = "e.jsonl" });

        Assert.Equal(DeliveryVerdict.Later, result.Verdict);
        Assert.Contains("cannot be written", result.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 1, "application/x-ndjson")]
    [InlineData(true, 19, "application/json")]
    public async Task Stream_Events_ArePosted(bool oneByOne, int requests, string contentType)
    {
        await using TestServer server = await TestServer.StartAsync();
        AtofStreamOptions options = new()
        {
            Url = new Uri(server.Url, "/events?key=hunter2"),
            OneByOne = oneByOne,
            HeaderVariables = new Dictionary<string, string> { ["authorization"] = "KEY" },
        };
        await using AtofStreamTarget target = new(options, _ => "Bearer secret", TimeProvider.System);
        List<DeliveryUnit> units = [.. target.UnitsOf(Recorded.Session)];
        while (units.Count > 0)
        {
            DeliveryResult result = await target.SendAsync(Recorded.Session, units, int.MaxValue, Cancellation);
            Assert.Equal(DeliveryVerdict.Delivered, result.Verdict);
            units.RemoveRange(0, result.Units);
        }

        Assert.Equal(requests, server.Requests.Count);
        Assert.All(server.Requests, r => Assert.Equal(("POST", "/events?key=hunter2", contentType, "Bearer secret"), (r.Method, r.Target, r.Headers["content-type"], r.Headers["authorization"])));
        Assert.Equal(19, server.Requests.Sum(r => r.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.DoesNotContain("hunter2", target.Address, StringComparison.Ordinal);
    }

    private static async Task<DeliveryResult> SendAsync(AtofFileOptions options)
    {
        await using AtofFileTarget target = new(options, DateTimeOffset.UnixEpoch);
        return await target.SendAsync(Recorded.Session, target.UnitsOf(Recorded.Session), int.MaxValue, Cancellation);
    }
}
