// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace NemoFlow.Rehearsal.Tests;

public sealed class RehearsalHostTests
{
    [Fact]
    public async Task RunAsync_UntilCancelled_PrintsTheBaseUrlFirstAndLogsRequests()
    {
        string log = Path.Combine(Directory.CreateTempSubdirectory("rehearsal").FullName, "log.jsonl");
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        LineWriter output = new();
        Task run = RehearsalHost.RunAsync(new RehearsalHostOptions { Scenario = "plain-text", LogPath = log }, output, stop.Token);
        string address = await output.Lines.ReadAsync(TestContext.Current.CancellationToken);
        using HttpMessageInvoker http = new(new SocketsHttpHandler { UseProxy = false });
        using HttpRequestMessage request = new(HttpMethod.Post, address + "/v1/responses")
        {
            Content = new StringContent("""{"model":"m","input":"x"}"""),
        };

        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await run;

        Assert.Matches(@"^http://127\.0\.0\.1:\d+$", address);
        Assert.Contains("rehearsal provider", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        JsonNode line = JsonNode.Parse(Assert.Single(File.ReadAllLines(log)))!;
        Assert.Equal(("/v1/responses", 200), ((string?)line["path"], (int)line["status"]!));
    }

    [Fact]
    public async Task RunAsync_UnknownScenario_SaysWhichThereAre()
    {
        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(() => RehearsalHost.RunAsync(
            new RehearsalHostOptions { Scenario = "nope" }, TextWriter.Null, TestContext.Current.CancellationToken));

        Assert.Contains("plain-text", exception.Message, StringComparison.Ordinal);
    }

    private sealed class LineWriter : StringWriter
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public ChannelReader<string> Lines => _lines.Reader;

        public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
        {
            _lines.Writer.TryWrite(buffer.ToString());
            return Task.CompletedTask;
        }
    }
}
