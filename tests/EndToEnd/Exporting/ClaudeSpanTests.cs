// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Claude;
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Support;
using NemoFlow.OtlpReceiver;
using NemoFlow.Rehearsal;

namespace NemoFlow.EndToEnd.Exporting;

public sealed class ClaudeSpanTests
{
    private const string Script = """
        {
          "name": "cached-tool",
          "prompts": ["Run one command."],
          "conversations": [
            {
              "name": "root",
              "turns": [
                {
                  "reasoning": "I will run a shell command.",
                  "tools": [{ "kind": "shell", "command": "echo hello-from-tool" }],
                  "usage": { "input": 15000, "cached": 9000, "cache_write": 4000, "output": 120 }
                },
                { "text": "Done.", "usage": { "input": 15400, "cached": 13000, "cache_write": 2000, "output": 40 } }
              ]
            }
          ]
        }
        """;

    [Fact]
    public async Task Run_ThinkingAndCache_ArriveOnOneSpanInBothConventions()
    {
        await using ClaudeCase run = await ClaudeCase.StartAsync(Scenario.Parse(Script));
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: TestContext.Current.CancellationToken);
        ExporterFile.WriteTogether(run.Sandbox, backend.Traces);

        ProgramResult result = await run.RunAsync("-p", "Run one command.");

        Assert.Equal(0, result.ExitCode);
        Recording recording = await run.CheckAsync();
        Assert.Empty(backend.Violations);
        Assert.Equal([(15000L, 9000L, 4000L), (15400L, 13000L, 2000L)], recording.Items<LlmCall>().Select(c => (c.Usage!.Input ?? 0, c.Usage.CacheRead ?? 0, c.Usage.CacheWrite ?? 0)));
        Assert.All(backend.Spans, s => Assert.Equal(1, s.Status.Code));
        GenAiOracle.CheckContent(backend.Spans, "Run one command.", "hello-from-tool", "I will run a shell command.");
        OpenInferenceOracle.Check(backend.Spans, recording, run.Requests, "anthropic");
        OpenInferenceOracle.CheckReasoning(backend.Spans, "I will run a shell command.");
        foreach (NemoFlow.OtlpReceiver.Wire.Span span in backend.Spans)
        {
            // On shared spans the other convention says that all is well.
            span.Status.Code = 0;
        }

        GenAiOracle.Check(backend.Spans, recording, run.Requests, "anthropic", run.Provider.BaseAddress.Port);
    }
}
