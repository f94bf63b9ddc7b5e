// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Storage.Spool;

namespace NemoFlow.Hook.Tests;

public sealed class HookBinaryTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("nemo-flow-hook-binary-").FullName;

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Process_GatewayAnswers_PrintsTheReplyOnly(bool native)
    {
        using LoopbackServer server = LoopbackServer.Replying(LoopbackServer.Response("200 OK", "{\"a\": 1}"));

        (int exit, string output, string error) = await RunAsync(native, "{\"prompt\":\"é\"}", "codex", "--gateway-url", server.Url);

        Assert.Equal((0, "{\"a\": 1}", ""), (exit, output, error));
        Assert.EndsWith("\r\n\r\n{\"prompt\":\"é\"}", Encoding.UTF8.GetString(await server.Request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Process_PolicyRejects_ExitsTwo(bool native)
    {
        using LoopbackServer server = LoopbackServer.Replying(
            LoopbackServer.Response("403 Forbidden", """{"error":{"type":"guardrail_rejected","message":"no"}}"""));

        (int exit, string output, string error) = await RunAsync(native, "{}", "claude-code", "--gateway-url", server.Url);

        Assert.Equal((2, "", "nemo-flow-hook: hook forward failed: HTTP 403, rejected by a policy: no\n"), (exit, output, error));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Process_GatewayIsSilent_GivesUpAfterTwoSeconds(bool native)
    {
        TaskCompletionSource<byte[]> received = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using LoopbackServer server = LoopbackServer.Silent(received);

        (int exit, string output, string error) = await RunAsync(native, "{}", "hermes", "--gateway-url", server.Url);

        Assert.Equal((0, "{}"), (exit, output));
        Assert.Equal("nemo-flow-hook: hook forward failed: no reply within 2 s; event kept for later\n", error);
        Assert.Contains(Assert.Single(new SpoolReader(_state).Read()).Envelope.DeliveryId, Encoding.UTF8.GetString(await received.Task), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Processes_SpoolingAtOnce_KeepEveryEvent(bool native)
    {
        string url = HookFixture.DeadUrl();
        string filler = new('x', 100_000);

        (int Exit, string Output, string Error)[] runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(
            i => RunAsync(native, $"{{\"n\":{i},\"filler\":\"{filler}\"}}", "cursor", "--gateway-url", url)));

        Assert.All(runs, run => Assert.Equal((0, "{\"continue\":true}"), (run.Exit, run.Output)));
        SpooledHook[] spooled = [.. new SpoolReader(_state).Read()];
        Assert.Equal(
            Enumerable.Range(0, 6).Select(i => $"{{\"n\":{i},\"filler\":\"{filler}\"}}"),
            spooled.Select(hook => Encoding.UTF8.GetString(hook.Payload.Span)).Order(StringComparer.Ordinal));
        Assert.Equal(6, spooled.Select(hook => hook.Envelope.DeliveryId).Distinct().Count());
        Assert.Equal(6, Directory.GetFileSystemEntries(Path.Combine(_state, "spool")).Length);
    }

    [Fact]
    public async Task Process_OutputAndErrorInOneFile_DoNotOverwriteEachOther()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Descriptors with a shared offset are a matter of Unix.");
        string file = Path.Combine(_state, "both");

        await HookBinary.RunAsync(
            "/bin/sh", Environment(), "{}", "-c", "(echo before; \"$0\" codex; echo after) >\"$1\" 2>&1", HookBinary.Managed, file);

        string text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Matches("^before\nnemo-flow-hook: hook forward failed: [^\n]*\n\\{\\}after\n$", text);
    }

    [Fact]
    public void Native_Binary_IsSmallerThanTwoMegabytes() =>
        Assert.InRange(new FileInfo(HookBinary.Choose(native: true)).Length, 1, 2 * 1000 * 1000);

    private Task<(int Exit, string Output, string Error)> RunAsync(bool native, string input, params string[] args) =>
        HookBinary.RunAsync(HookBinary.Choose(native), Environment(), input, args);

    private Dictionary<string, string> Environment() => new() { ["NEMO_FLOW_STATE_DIR"] = _state };
}
