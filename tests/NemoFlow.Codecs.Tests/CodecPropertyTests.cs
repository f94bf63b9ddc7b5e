// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NemoFlow.Codecs.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.Codecs.Tests;

/// <summary>Whatever arrives, no codec throws, and what it makes of it can be read. NEMO_FLOW_LONG_TESTS=1 tries far more.</summary>
public sealed class CodecPropertyTests
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 600 };

    private static readonly int Streams = Environment.GetEnvironmentVariable("NEMO_FLOW_LONG_TESTS") == "1" ? 40_000 : 1_500;

    public static TheoryData<string> Apis => [.. ProviderCodecs.All.Select(c => c.Api)];

    [Theory]
    [MemberData(nameof(Apis))]
    public void Assemble_AnyDamagedStream_GivesReadableJson(string api)
    {
        IProviderCodec codec = ProviderCodecs.Find(api)!;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Streams),
            Prop.ForAll(Mutation.Stream(Events(api)).ToArbitrary(), stream =>
            {
                AssembledResponse assembled = StreamCapture.Assemble(codec.NewAssembler(), stream);
                if (assembled.Body.IsEmpty)
                {
                    return;
                }

                JsonElement body = JsonElement.Parse(assembled.Body.Span, Deep);
                Assert.Equal(JsonValueKind.Object, body.ValueKind);
                Touch(codec.ReadResponse(body));
            }));
    }

    [Theory]
    [MemberData(nameof(Apis))]
    public void Read_AnyDamagedBody_GivesReadableItems(string api)
    {
        IProviderCodec codec = ProviderCodecs.Find(api)!;
        AssembledResponse whole = StreamCapture.Assemble(codec.NewAssembler(), CodecRun.Stream(Events(api)));
        string response = System.Text.Encoding.UTF8.GetString(whole.Body.Span);
        string request = Request(api, codec.ItemsMember);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Streams),
            Prop.ForAll(Mutation.Body(response).ToArbitrary(), Mutation.Body(request).ToArbitrary(), (damagedResponse, damagedRequest) =>
            {
                Touch(codec.ReadResponse(Parse(damagedResponse)));
                JsonElement body = Parse(damagedRequest);
                LlmRequest read = codec.ReadRequest(body, body.At(codec.ItemsMember) ?? default, 0);
                Assert.All(read.NewItems, i => Assert.NotEqual(JsonValueKind.Undefined, i.Raw.ValueKind));
                _ = read.FreshUserText?.Length + read.Tools?.GetRawText().Length;
            }));
    }

    [Theory]
    [MemberData(nameof(Apis))]
    public void Assemble_TheStreamWhole_SaysWhatItShould(string api)
    {
        IProviderCodec codec = ProviderCodecs.Find(api)!;

        CodecRun run = CodecRun.Of(codec, Events(api));

        Assert.Empty(run.Assembled.Flags);
        Assert.NotEmpty(run.Response.Text);
        Assert.Contains(run.Response.Items, i => i.Kind == LlmItemKind.ToolCall);
        Assert.NotNull(run.Response.Usage?.Input);
    }

    private static JsonElement Parse(byte[] json) => JsonElement.Parse(JsonCharacters.Repair(json).Span, Deep);

    private static void Touch(LlmResponse response)
    {
        _ = response.Text + response.Reasoning + response.Error + response.FinishReason;
        Assert.All(response.Items.Concat(response.OtherChoices.SelectMany(c => c.Items)), i => Assert.NotEqual(JsonValueKind.Undefined, i.Raw.ValueKind));
    }

    private static IReadOnlyList<string> Events(string api) => api switch
    {
        "anthropic.messages" => MessageStreams.Events,
        "openai.chat_completions" => ChatStreams.Events,
        _ => ResponseStreams.Events,
    };

    private static string Request(string api, string member) => api switch
    {
        "anthropic.messages" => """
            {"model":"m","stream":true,"system":[{"type":"text","text":"s"}],"output_config":{"effort":"high"},"tools":[{"name":"Bash"}],
             "messages":[{"role":"user","content":[{"type":"text","text":"hi","cache_control":{"type":"ephemeral"}},{"type":"image","source":{"type":"url","url":"u"}}]},
              {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"tool_use","id":"t","name":"Bash","input":{"command":"ls"}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"r"}]}]},{"role":"user","content":"and?"}]}
            """,
        "openai.chat_completions" => """
            {"model":"m","stream":true,"reasoning_effort":"high","tools":[{"type":"function","function":{"name":"f"}}],
             "messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"hi"}]},
              {"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"c","content":"r"},{"role":"function","name":"g","content":"r"},{"role":"user","content":"and?"}]}
            """,
        _ => $$"""
            {"model":"m","stream":true,"reasoning":{"effort":"high"},"tools":[{"type":"function","name":"f"}],
             "{{member}}":[{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]},{{ResponseStreams.Reasoning}},{{ResponseStreams.Call}},
              {"type":"function_call_output","call_id":"call_1","output":"r"},{"role":"user","content":"and?"}]}
            """,
    };
}
