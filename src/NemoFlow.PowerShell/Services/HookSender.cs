// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Hook;
using NemoFlow.Text;

namespace NemoFlow.PowerShell.Services;

/// <summary>Sends a hook payload as the hook client does, spool and content switch included.</summary>
internal static class HookSender
{
    private const string TokenVariable = "NEMO_FLOW_GATEWAY_TOKEN";
    private const int Rejected = 2;

    /// <summary>No agent waits here, so that a busy machine has time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Delivers a payload. Where that is impossible the reply says why; a rejection by a policy is told apart.</summary>
    /// <param name="options">The agent, and options of the hook client.</param>
    /// <param name="payload">A JSON object.</param>
    /// <param name="token">The gateway's token; null takes the one of the environment.</param>
    public static (HookReply Reply, bool IsRejected) Send(IReadOnlyList<string> options, string payload, string? token = null)
    {
        using MemoryStream input = new(Encoding.UTF8.GetBytes(payload));
        using MemoryStream output = new();
        using MemoryStream error = new();
        int code = HookForward.Run(options.ToArray(), new HookHost
        {
            Program = "nemo-flow",
            Input = input,
            Output = output,
            Error = error,
            Variable = name => name == TokenVariable && token is not null ? token : Environment.GetEnvironmentVariable(name),
            Limit = Patience,
        });
        string? problem = Problem(Encoding.UTF8.GetString(error.ToArray()));
        using JsonDocument json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 256 });
        return (new HookReply
        {
            Agent = options[0],
            EventName = json.RootElement.FirstText("hook_event_name", "hookEventName", "event", "type"),
            SessionId = json.RootElement.FirstText("session_id", "sessionId", "conversation_id", "thread-id"),
            Delivered = code == 0 && problem is null,
            Spooled = problem?.EndsWith("event kept for later", StringComparison.Ordinal) == true,
            Json = Encoding.UTF8.GetString(output.ToArray()),
            Problem = problem,
        }, code == Rejected);
    }

    /// <summary>The client's one line, without its beginning.</summary>
    private static string? Problem(string line)
    {
        const string Start = "hook forward failed: ";
        string text = line.Trim();
        int start = text.IndexOf(Start, StringComparison.Ordinal);
        return text.Length == 0 ? null : start < 0 ? text : text[(start + Start.Length)..];
    }
}
