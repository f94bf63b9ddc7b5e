// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.RegularExpressions;
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Sessions;

/// <summary>
/// Speaks three APIs. It asks for the tool <c>call-mNNm</c> where the request says <c>tool mNNm</c> for the first time, for
/// <c>sub-call-mNNm</c> where a subagent says so, and else is done. The tokens tell the session.
/// </summary>
internal static partial class EchoProvider
{
    public static byte[] Answer(WireMessage request)
    {
        Match asked = Asked().Match(request.Text);
        string mark = Mark().Match(request.Text).Value;
        string tool = !asked.Success || request.Text.Contains("result of", StringComparison.Ordinal) ? "" : asked.Groups["sub"].Value + "call-" + mark;
        int tokens = 100 + int.Parse(mark.AsSpan(1, 2), CultureInfo.InvariantCulture);
        return Wire.Json(request.Target.Split('?')[0] switch
        {
            "/v1/responses" => Responses(mark, tool, tokens),
            "/v1/messages" => Messages(mark, tool, tokens),
            _ => Chat(mark, tool, tokens),
        });
    }

    private static string Responses(string mark, string tool, int tokens)
    {
        string item = tool.Length > 0
            ? $$"""{"type":"function_call","call_id":"{{tool}}","name":"shell","arguments":"{}"}"""
            : $$"""{"type":"message","role":"assistant","content":[{"type":"output_text","text":"done {{mark}}"}]}""";
        return $$$"""{"id":"r","status":"completed","model":"gpt","output":[{{{item}}}],"usage":{"input_tokens":{{{tokens}}},"output_tokens":1}}""";
    }

    private static string Messages(string mark, string tool, int tokens)
    {
        string block = tool.Length > 0 ? $$"""{"type":"tool_use","id":"{{tool}}","name":"shell","input":{} }""" : $$"""{"type":"text","text":"done {{mark}}"}""";
        return $$$"""{"id":"m","type":"message","role":"assistant","model":"claude","stop_reason":"end_turn","content":[{{{block}}}],"usage":{"input_tokens":{{{tokens}}},"output_tokens":1}}""";
    }

    private static string Chat(string mark, string tool, int tokens)
    {
        string message = tool.Length > 0
            ? $$$"""{"role":"assistant","content":null,"tool_calls":[{"id":"{{{tool}}}","type":"function","function":{"name":"shell","arguments":"{}"} }]}"""
            : $$"""{"role":"assistant","content":"done {{mark}}"}""";
        return $$$$"""{"id":"c","object":"chat.completion","model":"qwen","choices":[{"index":0,"finish_reason":"stop","message":{{{{message}}}}}],"usage":{"prompt_tokens":{{{{tokens}}}},"completion_tokens":1}}""";
    }

    [GeneratedRegex("(?<sub>sub-)?tool m[0-9]{2}m", RegexOptions.CultureInvariant)]
    private static partial Regex Asked();

    [GeneratedRegex("m[0-9]{2}m", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
