// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Gateway.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.Gateway.Tests.Capture;

public sealed class TurnEndTests
{
    private const string Session = "x-nemo-flow-session-id: s1";
    private const string Start = """{"session_id":"s1","hook_event_name":"UserPromptSubmit","turn_id":"t1","prompt":"hello"}""";
    private const string Stop = """{"session_id":"s1","hook_event_name":"Stop","turn_id":"t1","last_assistant_message":"the answer"}""";

    [Theory]
    [InlineData("at once")]
    [InlineData("when the client left")]
    [InlineData("after the hook")]
    public async Task Stop_AfterTheLastEvent_TrajectoryIsCompleteWhenTheReplyArrives(string providerEnds)
    {
        string[] events = Responses.Saying("the answer");
        TaskCompletionSource stopRecorded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            await connection.ReadAsync();
            await connection.SendAsync([.. Wire.StreamHead(), .. events.SelectMany(Wire.Chunk)]);
            if (providerEnds == "after the hook")
            {
                await stopRecorded.Task.WaitAsync(connection.Ended);
            }

            if (providerEnds == "when the client left")
            {
                await connection.ReadToCloseAsync();
                return;
            }

            await connection.SendAsync(Wire.LastChunk);
            await connection.ReadToCloseAsync();
        }));
        await gateway.CallAsync(Wire.Post("/hooks/codex", Start));

        using RawClient model = await gateway.ConnectAsync();
        using RawClient hook = await gateway.ConnectAsync();
        await model.SendAsync(Wire.Post(Responses.Path, Responses.Prompt, Session));
        await model.ReadHeadAsync();
        for (int length = 0; length < events.Sum(e => e.Length);)
        {
            length += (await model.ReadChunkAsync())!.Length;
        }

        if (providerEnds == "when the client left")
        {
            model.Dispose();
        }

        await hook.SendAsync(Wire.Post("/hooks/codex", Stop));
        using CancellationTokenSource patience = Patience.Start();
        while (gateway.ReadEvents().Count(e => e.Kind == EventKinds.Hook) < 2)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        stopRecorded.SetResult();
        WireMessage reply = await hook.ReadAsync();

        string file = Path.Combine(gateway.Folder, ".nemo-flow", "atif", "s1.atif.json");
        Assert.Equal((200, "{}"), (reply.Status, reply.Text));
        Assert.True(File.Exists(file), gateway.Recorder.Projections.LastFailure);
        JsonElement trajectory = JsonElement.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(["user", "agent"], trajectory.ItemsAt("steps").Select(s => s.TextAt("source")));
        JsonElement step = trajectory.ItemsAt("steps").Last();
        Assert.Equal("the answer", step.TextAt("message"));
        Assert.Equal((75, 20), (step.LongAt("metrics.prompt_tokens"), step.LongAt("metrics.completion_tokens")));
    }

    [Fact]
    public async Task ClientLeaves_AfterTheLastEvent_CallIsCompleted()
    {
        string[] events = Responses.Saying("the answer");
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Start(async connection =>
        {
            await connection.ReadAsync();
            await connection.SendAsync([.. Wire.StreamHead(), .. events.SelectMany(Wire.Chunk)]);
            await connection.ReadToCloseAsync();
        }));

        using (RawClient client = await gateway.ConnectAsync())
        {
            await client.SendAsync(Wire.Post(Responses.Path, Responses.Prompt));
            await client.ReadHeadAsync();
            for (int length = 0; length < events.Sum(e => e.Length);)
            {
                length += (await client.ReadChunkAsync())!.Length;
            }
        }

        await gateway.Upstream.Served.Within();
        LlmCall call = (await gateway.StopAndReadSessionAsync()).Call();
        Assert.Equal((CallStatus.Completed, "the answer", null), (call.Status, call.Response!.Text, call.Error));
    }
}
