// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NemoFlow.Rehearsal.Api;
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Agent;

/// <summary>Plays the tool calls of a reply between their hooks and answers them.</summary>
internal sealed partial class AgentTools(
    ScriptedAgentOptions options, AgentThread thread, string turnId, HookClient hooks, ModelClient model, AgentCounters counters)
{
    private const string Bash = "Bash";
    private readonly Subagents _subagents = new(options, thread.Identity, turnId, hooks, model, counters);

    /// <summary>The output items, in the order of the calls; none when there was nothing to call.</summary>
    public async Task<IReadOnlyList<JsonObject>> PlayAsync(IReadOnlyList<JsonObject> items, CancellationToken cancellationToken)
    {
        List<Task<JsonObject>> calls = [];
        foreach (JsonObject item in items)
        {
            switch ((string?)item["type"])
            {
                case "function_call":
                    calls.Add(FunctionAsync(item, cancellationToken));
                    break;
                case "custom_tool_call":
                    calls.Add(CustomAsync(item, cancellationToken));
                    break;
                case "local_shell_call":
                    string command = (string?)item["action"]?["command"]?.AsArray()[^1] ?? string.Empty;
                    calls.Add(LocalShellAsync(item, command, cancellationToken));
                    break;
            }
        }

        return await Task.WhenAll(calls).ConfigureAwait(false);
    }

    /// <summary>Waits for what the calls left running.</summary>
    public Task FinishAsync() => _subagents.FinishAsync();

    private static string CallId(JsonObject item) => (string?)item["call_id"] ?? string.Empty;

    private static JsonObject Output(string type, JsonObject call, JsonNode output)
        => new() { ["type"] = type, ["call_id"] = CallId(call), ["output"] = output };

    private async Task<JsonObject> FunctionAsync(JsonObject call, CancellationToken cancellationToken)
    {
        string name = (string?)call["name"] ?? string.Empty;
        JsonElement arguments = Arguments((string?)call["arguments"]);
        string output = name switch
        {
            "exec_command" => await ShellAsync(CallId(call), Json.Text(arguments, "cmd"), cancellationToken).ConfigureAwait(false),
            "spawn_agent" or "wait_agent" or "close_agent"
                => await AgentToolAsync(call, name, arguments, cancellationToken).ConfigureAwait(false),
            _ => $"unsupported call: {name}",
        };
        return Output("function_call_output", call, output);
    }

    private async Task<JsonObject> LocalShellAsync(JsonObject call, string command, CancellationToken cancellationToken)
    {
        string output = await ShellAsync(CallId(call), command, cancellationToken).ConfigureAwait(false);
        return Output("local_shell_call_output", call, output);
    }

    private async Task<string> ShellAsync(string id, string? command, CancellationToken cancellationToken)
    {
        PretendResult result = PretendShell.Run(command ?? string.Empty);
        JsonObject input = new() { ["command"] = command };
        await HookedAsync(Bash, id, input, () => Task.FromResult(result.Output), cancellationToken).ConfigureAwait(false);
        return result.ForModel();
    }

    /// <summary>A script: one call of the model, a hook pair of its own for each command in it.</summary>
    private async Task<JsonObject> CustomAsync(JsonObject call, CancellationToken cancellationToken)
    {
        string input = (string?)call["input"] ?? string.Empty;
        if ((string?)call["name"] != "exec")
        {
            JsonObject patch = new() { ["command"] = input };
            string done = await HookedAsync(
                (string?)call["name"] ?? string.Empty, CallId(call), patch, static () => Task.FromResult("Exit code: 0\n"), cancellationToken).ConfigureAwait(false);
            return Output("custom_tool_call_output", call, done);
        }

        JsonArray parts = [Part("Script completed\nWall time 0.0 seconds\nOutput:\n")];
        foreach (Match match in ScriptCommand().Matches(input))
        {
            string command = Unquote(match.Groups["text"].Value);
            PretendResult result = PretendShell.Run(command);
            string id = $"exec-{Guid.NewGuid()}";
            JsonObject details = new() { ["command"] = command };
            await HookedAsync(Bash, id, details, () => Task.FromResult(result.Output), cancellationToken).ConfigureAwait(false);
            JsonObject printed = new() { ["exit_code"] = result.ExitCode, ["output"] = result.Output };
            parts.Add(Part(ScenarioJson.Compact(printed)));
        }

        return Output("custom_tool_call_output", call, parts);
    }

    private Task<string> AgentToolAsync(JsonObject call, string name, JsonElement arguments, CancellationToken cancellationToken)
    {
        // Codex names the tools of a namespace by both, except for this one.
        string hookName = name == "spawn_agent" ? name : (string?)call["namespace"] + name;
        JsonObject input = JsonObject.Create(arguments) ?? [];
        return HookedAsync(hookName, CallId(call), input, () => _subagents.CallAsync(name, arguments, cancellationToken), cancellationToken);
    }

    private async Task<string> HookedAsync(
        string tool, string id, JsonObject input, Func<Task<string>> run, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref counters.ToolCalls);
        JsonObject details = new() { ["tool_name"] = tool, ["tool_input"] = input, ["tool_use_id"] = id };
        await hooks.TurnAsync(thread.Identity, turnId, "PreToolUse", details, cancellationToken).ConfigureAwait(false);
        string response = await run().ConfigureAwait(false);
        details.Insert(details.IndexOf("tool_use_id"), "tool_response", response);
        await hooks.TurnAsync(thread.Identity, turnId, "PostToolUse", details, cancellationToken).ConfigureAwait(false);
        return response;
    }

    private static JsonObject Part(string text) => new() { ["type"] = "input_text", ["text"] = text };

    private static JsonElement Arguments(string? text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text ?? "{}");
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : default;
        }
        catch (JsonException)
        {
            // Models write broken arguments at times, and so may scenarios.
            return default;
        }
    }

    private static string Unquote(string literal)
    {
        if (literal.StartsWith('"'))
        {
            using JsonDocument document = JsonDocument.Parse(literal);
            return document.RootElement.GetString()!;
        }

        return literal.Trim('\'');
    }

    [GeneratedRegex("""cmd:\s*(?<text>"(?:[^"\\]|\\.)*"|'[^']*')""", RegexOptions.CultureInvariant)]
    private static partial Regex ScriptCommand();
}
