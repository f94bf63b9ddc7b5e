// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using NemoFlow.Clients.Tests.Support;

namespace NemoFlow.Clients.Tests;

/// <summary>Anthropic's own client.</summary>
public sealed class AnthropicClientTests
{
    private const string Turn =
        """
        { "reasoning": "I think.", "text": "Grüße, 你好 👋🏽", "pace": { "delta_characters": 3 },
          "tools": [{ "kind": "function", "name": "weather", "arguments": { "city": "Köln" } }, { "kind": "function", "name": "now" }],
          "usage": { "input": 120, "cached": 64, "cache_write": 30, "cache_write_1h": 10, "output": 30 } }
        """;

    [Fact]
    public async Task Message_Buffered_IsTheSameAsDirect()
    {
        LlmCall call = Assert.Single(await SameEitherWay.AssertAsync(Turn, async (url, http) =>
        {
            Message message = await Client(url, http).Messages.Create(Request(), TestContext.Current.CancellationToken);
            return [JsonSerializer.Serialize(message)];
        }));

        AssertRecorded(call);
    }

    [Fact]
    public async Task Message_Streamed_IsTheSameAsDirect()
    {
        LlmCall call = Assert.Single(await SameEitherWay.AssertAsync(Turn, async (url, http) =>
        {
            List<string> events = [];
            await foreach (RawMessageStreamEvent e in Client(url, http).Messages.CreateStreaming(Request(), TestContext.Current.CancellationToken))
            {
                events.Add(JsonSerializer.Serialize(e));
            }

            return events;
        }));

        AssertRecorded(call);
        Assert.NotNull(call.Response!.Items[0].Raw.GetProperty("signature").GetString());
    }

    [Fact]
    public async Task CountTokens_ThroughTheGateway_IsTheSameAndNoModelCall()
    {
        IReadOnlyList<LlmCall> calls = await SameEitherWay.AssertAsync(Turn, async (url, http) =>
        {
            MessageTokensCount count = await Client(url, http).Messages.CountTokens(new() { Model = "claude-opus-5-5", Messages = [new() { Role = Role.User, Content = "hi" }] });
            await Client(url, http).Messages.Create(Request(), TestContext.Current.CancellationToken);
            return [JsonSerializer.Serialize(count)];
        });

        AssertRecorded(Assert.Single(calls));
    }

    [Fact]
    public async Task Message_Overloaded_FailsTheSame()
    {
        IReadOnlyList<LlmCall> calls = await SameEitherWay.AssertAsync(
            """{ "error": { "status": 529, "times": "always" } }""",
            async (url, http) =>
            {
                AnthropicApiException failure = await Assert.ThrowsAnyAsync<AnthropicApiException>(() => Client(url, http).Messages.Create(Request(), TestContext.Current.CancellationToken));
                return [$"{failure.StatusCode} {failure.Message}"];
            });

        LlmCall call = Assert.Single(calls);
        Assert.Equal((CallStatus.Failed, 529, "Overloaded"), (call.Status, call.HttpStatus, call.Error));
    }

    [Fact]
    public async Task Message_ErrorInsideTheStream_FailsTheSame()
    {
        IReadOnlyList<LlmCall> calls = await SameEitherWay.AssertAsync(
            """{ "text": "Half an answer", "failed": { "code": "overloaded_error", "message": "Overloaded", "times": "always" } }""",
            async (url, http) =>
            {
                List<string> events = [];
                Exception? failure = await Record.ExceptionAsync(async () =>
                {
                    await foreach (RawMessageStreamEvent e in Client(url, http).Messages.CreateStreaming(Request(), TestContext.Current.CancellationToken))
                    {
                        events.Add(JsonSerializer.Serialize(e));
                    }
                });
                return [.. events, $"{failure?.GetType().Name} {failure?.Message}"];
            });

        LlmCall call = Assert.Single(calls);
        Assert.Equal((CallStatus.Failed, 200, "Overloaded", "Half an answer"), (call.Status, call.HttpStatus, call.Error, call.Response!.Text));
    }

    private static void AssertRecorded(LlmCall call)
    {
        Assert.Equal(("anthropic.messages", CallStatus.Completed, "claude-opus-5-5"), (call.Api, call.Status, call.Model));
        Assert.Equal(("Grüße, 你好 👋🏽", "I think.", LlmFinish.ToolUse), (call.Response!.Text, call.Response.Reasoning, call.Response.Finish));
        Assert.Equal(["weather", "now"], call.Response.Items.Where(i => i.Kind == LlmItemKind.ToolCall).Select(i => i.ToolName));
        Assert.Equal((120, 64, 30, 10, 30), (call.Usage!.Input, call.Usage.CacheRead, call.Usage.CacheWrite, call.Usage.CacheWriteHour, call.Usage.Output));
        Assert.Equal("hi", call.Request!.FreshUserText);
        Assert.Empty(call.Flags);
    }

    private static AnthropicClient Client(Uri url, HttpClient http) => new()
    {
        BaseUrl = url.AbsoluteUri.TrimEnd('/'),
        ApiKey = "key",
        HttpClient = http,
        MaxRetries = 0,
    };

    private static MessageCreateParams Request() => new()
    {
        Model = "claude-opus-5-5",
        MaxTokens = 1000,
        Messages = [new() { Role = Role.User, Content = "hi" }],
    };
}
