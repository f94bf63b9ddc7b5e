// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NemoFlow.Exporters.Atif;
using NemoFlow.Exporters.Tests.Support;

namespace NemoFlow.Exporters.Tests.Atif;

public sealed class AtifExporterTests
{
    private static readonly TokenUsage Usage = new() { Input = 100, CacheRead = 40, CacheWrite = 10, Output = 7, Reasoning = 3, Total = 107, CostUsd = 0.5m };

    [Fact]
    public void Write_AnySession_FollowsTheRules() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1500),
        Prop.ForAll(Sessions.Any().ToArbitrary(), session =>
        {
            if (Sessions.Export(session) is { } document)
            {
                AtifRules.Check(document);
                Assert.DoesNotContain("base64,", document.GetRawText(), StringComparison.Ordinal);
                Assert.DoesNotContain("iVBORw0KGgo", document.GetRawText(), StringComparison.Ordinal);
            }
        }));

    [Fact]
    public void Write_GivenMetadata_IsToldAndWhatTheAgentSaysOfItselfIsNot()
    {
        Session session = Sessions.Of(Sessions.Turn("p", Sessions.Call("c1"))) with
        {
            Metadata = new Dictionary<string, string> { ["team"] = "core", ["permission_mode"] = "default" },
            GivenMetadata = new Dictionary<string, string> { ["team"] = "core", ["gateway_mode"] = "shared" },
        };

        Assert.Equal("""{"gateway_mode":"shared","team":"core"}""", JsonSerializer.Serialize(Sessions.Export(session)!.Value.GetProperty("extra").GetProperty("nemo_flow").GetProperty("metadata")));
        Assert.False(Sessions.Export(session with { GivenMetadata = new Dictionary<string, string>() })!.Value.GetProperty("extra").GetProperty("nemo_flow").TryGetProperty("metadata", out _));
    }

    [Fact]
    public void Write_SessionWithoutSteps_IsNothing() => Assert.Null(Sessions.Export(Sessions.Of()));

    [Fact]
    public void Write_Turn_IsAUserStepAndOneStepACallWithItsToolsAndResults()
    {
        JsonElement document = Sessions.Export(Sessions.Of(Sessions.Turn(
            "do it", Sessions.Call("c1", "[\"let me see\"]", usage: Usage), Sessions.Tool("a", "c1", "\"one\""), Sessions.Tool("b", "c1", """[{"type":"text","text":"two"}]"""), Sessions.Call("c2", "[\"done\"]", usage: Usage))))!.Value;

        AtifRules.Check(document);
        JsonElement[] steps = [.. document.GetProperty("steps").EnumerateArray()];
        Assert.Equal([("user", "do it"), ("agent", "let me see"), ("agent", "done")], steps.Select(s => (s.GetProperty("source").GetString(), s.GetProperty("message").GetString())));
        Assert.Equal(["one", "two"], steps[1].GetProperty("observation").GetProperty("results").EnumerateArray().Select(r => r.GetProperty("content").GetString()));
        Assert.Equal("2026-01-02T01:04:06.000000Z", steps[1].GetProperty("timestamp").GetString());
        Assert.Equal(("m", "high", 1), (steps[1].GetProperty("model_name").GetString(), steps[1].GetProperty("reasoning_effort").GetString(), steps[1].GetProperty("llm_call_count").GetInt32()));
    }

    [Fact]
    public void Write_Metrics_IncludeTheCacheAndAddUp()
    {
        JsonElement document = Sessions.Export(Sessions.Of(Sessions.Turn("p", Sessions.Call("c1", usage: Usage), Sessions.Call("c2", usage: Usage))))!.Value;

        JsonElement metrics = document.GetProperty("steps")[1].GetProperty("metrics");
        Assert.Equal("""{"prompt_tokens":100,"completion_tokens":7,"cached_tokens":40,"cost_usd":0.5,"extra":{"total_tokens":107,"reasoning_tokens":3,"cache_creation_input_tokens":10}}""", Compact(metrics));
        Assert.Equal("""{"total_prompt_tokens":200,"total_completion_tokens":14,"total_cached_tokens":80,"total_cost_usd":1.0,"total_steps":4}""", Compact(document.GetProperty("final_metrics")));
    }

    [Fact]
    public void Write_Subagents_AreEmbeddedAndReferredTo()
    {
        Subagent inner = Sessions.Agent("inner", Sessions.Turn("deep", Sessions.Call("c3", "[\"x\"]", usage: Usage)));
        Subagent launched = Sessions.Agent("launched", Sessions.Turn("sub", Sessions.Call("c2", usage: Usage), inner));
        JsonElement document = Sessions.Export(Sessions.Of(Sessions.Turn("p", Sessions.Call("c1"), Sessions.Tool("t", "c1", subagent: "launched"), launched, Sessions.Agent("stray", Sessions.Turn("y", Sessions.Call("c4"))), Sessions.Agent("empty"))))!.Value;

        AtifRules.Check(document);
        Assert.Equal(["launched", "stray"], document.GetProperty("subagent_trajectories").EnumerateArray().Select(t => t.GetProperty("trajectory_id").GetString()));
        JsonElement sub = document.GetProperty("subagent_trajectories")[0];
        Assert.Equal("inner", Assert.Single(sub.GetProperty("subagent_trajectories").EnumerateArray()).GetProperty("trajectory_id").GetString());
        Assert.Equal(200, sub.GetProperty("final_metrics").GetProperty("total_prompt_tokens").GetInt32());
        Assert.Equal("session", sub.GetProperty("session_id").GetString());
    }

    [Fact]
    public void Write_FailedAttempts_StandWithTheCallThatSucceededOrByThemselves()
    {
        LlmCall failed = Sessions.Call("c1", null, status: CallStatus.Failed);
        JsonElement retried = Sessions.Export(Sessions.Of(Sessions.Turn("p", failed, Sessions.Call("c2", "[\"ok\"]"))))!.Value;
        JsonElement given = Sessions.Export(Sessions.Of(Sessions.Turn("p", failed) with { Response = null }))!.Value;

        AtifRules.Check(retried);
        AtifRules.Check(given);
        Assert.Equal("it broke", retried.GetProperty("steps")[1].GetProperty("extra").GetProperty("failed_attempts")[0].GetProperty("error").GetString());
        Assert.Equal(("system", "The model call failed: it broke"), (given.GetProperty("steps")[1].GetProperty("source").GetString(), given.GetProperty("steps")[1].GetProperty("message").GetString()));
    }

    [Fact]
    public void Write_FailedCallThatWasPaidFor_IsAStepSoThatTheTotalsAreTheSums()
    {
        LlmCall failed = Sessions.Call("c1", usage: Usage, status: CallStatus.Failed);
        JsonElement document = Sessions.Export(Sessions.Of(Sessions.Turn("p", failed, Sessions.Call("c2", "[\"ok\"]", usage: Usage))))!.Value;

        AtifRules.Check(document);
        JsonElement[] steps = [.. document.GetProperty("steps").EnumerateArray().Where(s => s.GetProperty("source").GetString() == "agent")];
        Assert.Equal("it broke", steps[0].GetProperty("extra").GetProperty("llm_call").GetProperty("error").GetString());
        Assert.Equal(
            document.GetProperty("final_metrics").GetProperty("total_prompt_tokens").GetInt64(),
            steps.Sum(s => s.GetProperty("metrics").GetProperty("prompt_tokens").GetInt64()));
        Assert.Equal(2, steps.Length);
    }

    [Theory]
    [InlineData("""[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgo="}]}]""")]
    [InlineData("""[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}]}]""")]
    [InlineData("""[{"type":"function_call_output","call_id":"t","output":[{"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgo="},{"x":1}]}]""")]
    [InlineData("""[{"type":"image_generation_call","id":"ig","result":"iVBORw0KGgo="}]""")]
    public void Write_Images_AreNeverInTheDocument(string items)
    {
        string result = Sessions.Json(items)[0].TryGetProperty("output", out JsonElement output) ? output.GetRawText() : items;
        LlmCall call = Sessions.Call("c1", newItems: items);
        call = call with { Response = call.Response! with { Items = [new LlmItem { Kind = LlmItemKind.ServerToolCall, Raw = Sessions.Json(items)[0] }] } };

        string document = Sessions.Export(Sessions.Of(Sessions.Turn("p", call, Sessions.Tool("t", "c1", result), Sessions.Tool("u", null, result))))!.Value.GetRawText();

        Assert.DoesNotContain("iVBORw0KGgo", document, StringComparison.Ordinal);
        Assert.Contains("image", document, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "{}")]
    [InlineData("null", "{}")]
    [InlineData("\"\"", "{}")]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("\"{\\\"a\\\":1.50}\"", """{"a":1.50}""")]
    [InlineData("\"{broken\"", """{"raw":"{broken"}""")]
    [InlineData("\"[1,2]\"", """{"value":[1,2]}""")]
    [InlineData("[1]", """{"value":[1]}""")]
    [InlineData("7", """{"value":7}""")]
    [InlineData("\"\\\"text\\\"\"", """{"raw":"text"}""")]
    public void Write_Arguments_AreAlwaysAnObject(string? arguments, string expected)
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter writer = new(output))
        {
            AtifArguments.Write(writer, arguments is null ? null : Sessions.Json(arguments));
        }

        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Write_DeepArguments_DoNotStopTheDocument()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 400)) + string.Concat(Enumerable.Repeat("]", 400));
        JsonElement arguments = JsonElement.Parse("{\"a\":" + deep + "}", new JsonDocumentOptions { MaxDepth = 512 });

        JsonElement document = Sessions.Export(Sessions.Of(Sessions.Turn("p", Sessions.Call("c1"), Sessions.Tool("t", "c1") with { Arguments = arguments, Result = arguments })))!.Value;

        AtifRules.Check(document);
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
