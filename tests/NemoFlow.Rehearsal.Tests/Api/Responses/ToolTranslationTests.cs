// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using NemoFlow.Rehearsal.Tests.Support;

namespace NemoFlow.Rehearsal.Tests.Api.Responses;

public sealed class ToolTranslationTests
{
    private const string Direct = """{"type":"function","name":"exec_command","parameters":{"properties":{"cmd":{"type":"string"}}}}""";
    private const string Line = """{"type":"function","name":"shell_command","parameters":{"properties":{"command":{"type":"string"}}}}""";
    private const string Array = """{"type":"function","name":"shell","parameters":{"properties":{"command":{"type":"array"}}}}""";
    private const string Text = """{"type":"function","name":"shell","parameters":{"properties":{"command":{"type":"string"}}}}""";
    private const string Script = """{"type":"namespace","name":"functions","tools":[{"type":"custom","name":"exec"}]}""";
    private const string Agents = """{"type":"namespace","name":"collaboration","tools":[{"type":"function","name":"spawn_agent"},{"type":"function","name":"wait_agent"},{"type":"function","name":"interrupt_agent"}]}""";

    [Theory]
    [InlineData(Direct, "function_call", "exec_command", """{"cmd":"echo \"a\""}""")]
    [InlineData(Line, "function_call", "shell_command", """{"command":"echo \"a\""}""")]
    [InlineData(Array, "function_call", "shell", """{"command":["bash","-lc","echo \"a\""]}""")]
    [InlineData(Text, "function_call", "shell", """{"command":"echo \"a\""}""")]
    [InlineData("""{"type":"web_search"}""", "function_call", "exec_command", """{"cmd":"echo \"a\""}""")]
    public async Task Shell_OfferedFunctions_UsesTheirNameAndArguments(string tool, string type, string name, string arguments)
    {
        JsonObject item = await PlayAsync("""{ "kind": "shell", "command": "echo \"a\"" }""", tool);

        Assert.Equal((type, name, arguments), ((string?)item["type"], (string?)item["name"], (string?)item["arguments"]));
    }

    [Fact]
    public async Task Shell_LocalShellTool_BecomesALocalShellCall()
    {
        JsonObject item = await PlayAsync("""{ "kind": "shell", "command": "ls" }""", """{"type":"local_shell"}""");

        Assert.Equal("local_shell_call", (string?)item["type"]);
        Assert.Equal("""["bash","-lc","ls"]""", item["action"]!["command"]!.ToJsonString());
    }

    [Fact]
    public async Task Shell_ScriptToolAmongAdditionalTools_BecomesAScriptInItsNamespace()
    {
        JsonObject item = await PlayAdditionalAsync("""{ "kind": "shell", "command": "echo 'a \\ \"b\"'" }""", Script);

        Assert.Equal(("custom_tool_call", "exec", "functions"), ((string?)item["type"], (string?)item["name"], (string?)item["namespace"]));
        Assert.Contains("""tools.exec_command({cmd: "echo 'a \\ \"b\"'"})""", (string?)item["input"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SpawnAgent_NothingListed_UsesTheDeferredNamespace()
    {
        JsonObject item = await PlayAsync("""{ "kind": "spawn_agent", "name": "a", "message": "look" }""", Direct);

        Assert.Equal(("spawn_agent", "multi_agent_v1"), ((string?)item["name"], (string?)item["namespace"]));
        Assert.Equal("""{"message":"look"}""", (string?)item["arguments"]);
    }

    [Fact]
    public async Task SpawnAgent_CollaborationListed_NamesTheTask()
    {
        JsonObject item = await PlayAdditionalAsync("""{ "kind": "spawn_agent", "name": "a", "message": "look" }""", Agents);

        Assert.Equal("collaboration", (string?)item["namespace"]);
        Assert.Equal("""{"task_name":"a","message":"look"}""", (string?)item["arguments"]);
    }

    [Fact]
    public async Task WaitAgent_DeferredNamespace_TargetsTheAgentsInTheHistory()
    {
        const string Outputs =
            """
            {"type":"function_call_output","call_id":"1","output":"{\"agent_id\":\"id-1\",\"nickname\":\"Kant\"}"},
            {"type":"function_call_output","call_id":"2","output":"{\"agent_id\": broken"},
            {"type":"function_call_output","call_id":"3","output":"{\"agent_id\":\"id-2\",\"nickname\":\"Hume\"}"}
            """;
        JsonObject wait = await PlayAsync("""{ "kind": "wait_agent", "timeout_ms": 5 }""", Direct, Outputs);
        JsonObject close = await PlayAsync("""{ "kind": "close_agent" }""", Direct, Outputs);

        Assert.Equal("""{"targets":["id-1","id-2"],"timeout_ms":5}""", (string?)wait["arguments"]);
        Assert.Equal("""{"target":"id-2"}""", (string?)close["arguments"]);
    }

    [Fact]
    public async Task CloseAgent_CollaborationListed_InterruptsTheTask()
    {
        JsonObject item = await PlayAdditionalAsync(
            """{ "kind": "close_agent" }""",
            Agents,
            """{"type":"function_call_output","call_id":"1","output":"{\"task_name\":\"/root/a\"}"}""");

        Assert.Equal("interrupt_agent", (string?)item["name"]);
        Assert.Equal("""{"target":"/root/a"}""", (string?)item["arguments"]);
    }

    [Fact]
    public async Task Function_TextArguments_AreSentAsWritten()
    {
        JsonObject item = await PlayAsync("""{ "kind": "function", "name": "f", "arguments": "{broken", "call_id": "mine" }""", Direct);

        Assert.Equal(("{broken", "mine"), ((string?)item["arguments"], (string?)item["call_id"]));
    }

    [Fact]
    public async Task Raw_Item_IsSentAsWrittenWithAnId()
    {
        JsonObject item = await PlayAsync("""{ "kind": "raw", "item": { "type": "image_generation_call", "result": "aGk=" } }""", Direct);

        Assert.Equal(("image_generation_call", "aGk="), ((string?)item["type"], (string?)item["result"]));
        Assert.StartsWith("item_", (string?)item["id"], StringComparison.Ordinal);
    }

    private static Task<JsonObject> PlayAsync(string call, string tools, string? items = null)
        => SendAsync(call, $$"""{"model":"m","tools":[{{tools}}],"input":[{{items}}]}""");

    private static Task<JsonObject> PlayAdditionalAsync(string call, string tools, string? items = null)
    {
        string more = items is null ? string.Empty : "," + items;
        return SendAsync(call, $$"""{"model":"m","input":[{"type":"additional_tools","tools":[{{tools}}]}{{more}}]}""");
    }

    private static async Task<JsonObject> SendAsync(string call, string body)
    {
        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(
            Scenarios.Of($$"""{ "tools": [{{call}}] }"""), cancellationToken: RawClient.Timeout);
        using ModelCaller caller = new(provider);
        JsonObject response = await caller.BufferedAsync(body);
        return Assert.Single(response["output"]!.AsArray())!.AsObject();
    }
}
