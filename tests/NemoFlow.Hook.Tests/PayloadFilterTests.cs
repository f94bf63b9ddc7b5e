// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace NemoFlow.Hook.Tests;

public sealed class PayloadFilterTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("[{\"session_id\":\"s\"}]", "{}")]
    [InlineData("\"session_id\"", "{}")]
    [InlineData("not json", "{}")]
    [InlineData("", "{}")]
    [InlineData("{\"session_id\":\"s\",\"prompt\":\"cut off", "{}")]
    [InlineData("{\"prompt\":\"p\"}", "{}")]
    [InlineData("{\"session_id\":\"s\"}", "{\"session_id\":\"s\"}")]
    [InlineData("{\"model\":null,\"status\":{\"session_id\":\"nested\"},\"reason\":[\"a\"],\"agent_id\":7}", "{\"agent_id\":7}")]
    [InlineData("{\"tool_input\":{\"session_id\":\"nested\"},\"event\":true,\"type\":\"a\\\"b\\u00e9\"}", "{\"event\":true,\"type\":\"a\\\"b\\u00e9\"}")]
    [InlineData("{\"session\\u005fid\":\"s\",\"Session_id\":\"x\"}", "{\"session_id\":\"s\"}")]
    public void Reduce_Payload_KeepsKnownScalarsOnly(string payload, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(PayloadFilter.Reduce(Encoding.UTF8.GetBytes(payload))));

    [Theory]
    [InlineData("session_id")]
    [InlineData("turn_id")]
    [InlineData("hook_event_name")]
    [InlineData("event")]
    [InlineData("type")]
    [InlineData("tool_use_id")]
    [InlineData("tool_name")]
    [InlineData("agent_id")]
    [InlineData("agent_type")]
    [InlineData("cwd")]
    [InlineData("model")]
    [InlineData("transcript_path")]
    [InlineData("status")]
    [InlineData("source")]
    [InlineData("reason")]
    public void Reduce_Id_IsKept(string name)
    {
        string payload = $"{{\"{name}\":\"value\"}}";

        Assert.Equal(payload, Encoding.UTF8.GetString(PayloadFilter.Reduce(Encoding.UTF8.GetBytes(payload))));
    }
}
