// SPDX-License-Identifier: Apache-2.0
using System.ClientModel;
using System.ClientModel.Primitives;
using NemoFlow.Clients.Tests.Support;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;

namespace NemoFlow.Clients.Tests;

/// <summary>OpenAI's own client.</summary>
public sealed class OpenAIClientTests
{
    private const string Turn =
        """
        { "reasoning": "I think.", "text": "Grüße, 你好 👋🏽", "pace": { "delta_characters": 3 },
          "tools": [{ "kind": "function", "name": "weather", "arguments": { "city": "Köln" } }, { "kind": "function", "name": "now" }],
          "usage": { "input": 120, "cached": 64, "output": 30, "reasoning": 10 } }
        """;

    [Fact]
    public async Task Chat_Buffered_IsTheSameAsDirect()
    {
        LlmCall call = Assert.Single(await SameEitherWay.AssertAsync(Turn, async (url, http) =>
        {
            ChatCompletion completion = await Chat(url, http).CompleteChatAsync([new UserChatMessage("hi")], Tools());
            return [Json(completion)];
        }));

        AssertRecorded(call, "openai.chat_completions", "call_");
    }

    [Fact]
    public async Task Chat_Streamed_IsTheSameAsDirect()
    {
        LlmCall call = Assert.Single(await SameEitherWay.AssertAsync(Turn, async (url, http) =>
        {
            List<string> updates = [];
            await foreach (StreamingChatCompletionUpdate update in Chat(url, http).CompleteChatStreamingAsync([new UserChatMessage("hi")], Tools()))
            {
                updates.Add(Json(update));
            }

            return updates;
        }));

        AssertRecorded(call, "openai.chat_completions", "call_");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Responses_EitherWay_AreTheSameAsDirect(bool streamed)
    {
        LlmCall call = Assert.Single(await SameEitherWay.AssertAsync(Turn, async (url, http) =>
        {
            ResponsesClient client = new(new ApiKeyCredential("key"), Options(url, http));
            CreateResponseOptions options = new("gpt-5.5", [ResponseItem.CreateUserMessageItem("hi")]) { StreamingEnabled = streamed };
            if (!streamed)
            {
                return [Json((await client.CreateResponseAsync(options)).Value)];
            }

            List<string> updates = [];
            await foreach (StreamingResponseUpdate update in client.CreateResponseStreamingAsync(options))
            {
                updates.Add(Json(update));
            }

            return updates;
        }));

        AssertRecorded(call, "openai.responses", "call_");
    }

    [Fact]
    public async Task Chat_RateLimited_IsRetriedAndFailsTheSame()
    {
        IReadOnlyList<LlmCall> calls = await SameEitherWay.AssertAsync(
            """{ "error": { "status": 429, "times": "always", "headers": { "retry-after-ms": "1" } } }""",
            async (url, http) =>
            {
                ClientResultException failure = await Assert.ThrowsAsync<ClientResultException>(() => Chat(url, http).CompleteChatAsync("hi"));
                return [$"{failure.Status} {failure.Message}"];
            });

        Assert.All(calls, c => Assert.Equal((CallStatus.Failed, 429), (c.Status, c.HttpStatus)));
    }

    private static void AssertRecorded(LlmCall call, string api, string idPrefix)
    {
        Assert.Equal((api, CallStatus.Completed, "gpt-5.5"), (call.Api, call.Status, call.Model));
        Assert.Equal(("Grüße, 你好 👋🏽", "I think.", LlmFinish.ToolUse), (call.Response!.Text, call.Response.Reasoning, call.Response.Finish));
        Assert.Equal(["weather", "now"], call.Response.Items.Where(i => i.Kind == LlmItemKind.ToolCall).Select(i => i.ToolName));
        Assert.All(call.Response.Items.Where(i => i.Kind == LlmItemKind.ToolCall), i => Assert.StartsWith(idPrefix, i.CallId, StringComparison.Ordinal));
        Assert.Equal((120, 64, 30, 10), (call.Usage!.Input, call.Usage.CacheRead, call.Usage.Output, call.Usage.Reasoning));
        Assert.Equal("hi", call.Request!.FreshUserText);
        Assert.Empty(call.Flags);
    }

    private static ChatClient Chat(Uri url, HttpClient http) => new("gpt-5.5", new ApiKeyCredential("key"), Options(url, http));

    private static OpenAIClientOptions Options(Uri url, HttpClient http) => new()
    {
        Endpoint = new Uri(url, "v1"),
        Transport = new HttpClientPipelineTransport(http),
    };

    private static ChatCompletionOptions Tools() => new() { Tools = { ChatTool.CreateFunctionTool("weather"), ChatTool.CreateFunctionTool("now") } };

    private static string Json<T>(T model)
        where T : notnull => ModelReaderWriter.Write((object)model).ToString();
}
