// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Agent;

/// <summary>Plays a Codex-like agent: real hooks and real model requests, but tools that only pretend.</summary>
/// <remarks>
/// Each prompt is one run of the agent, as <c>codex exec</c> and then <c>codex exec resume</c> would make it: it starts the
/// session or resumes it, loops until a reply without tool calls, and ends the session. No process is started and no file is
/// touched. One agent runs one prompt at a time.
/// </remarks>
public sealed class ScriptedAgent : IDisposable
{
    private readonly ScriptedAgentOptions _options;
    private readonly HttpMessageInvoker _http;

    /// <summary>Creates an agent with a new session id.</summary>
    public ScriptedAgent(ScriptedAgentOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false });
        SessionId = NewId(options.TimeProvider);
    }

    /// <summary>Id of the session in hooks and headers.</summary>
    public string SessionId { get; }

    /// <summary>Runs the prompts one after the other in one session.</summary>
    /// <returns>Counts over all prompts, and how the last one ended.</returns>
    /// <exception cref="OperationCanceledException">
    /// The run was interrupted; the hooks of an interruption were sent, as Codex does on Ctrl+C.
    /// </exception>
    public async Task<ScriptedAgentResult> RunAsync(IReadOnlyList<string> prompts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        AgentCounters counters = new();
        HookClient hooks = new(_options, _http, counters);
        ModelClient model = new(_options, _http, counters);
        AgentIdentity identity = new(SessionId, SessionId, null);
        AgentThread thread = new(_options, identity, hooks, model, counters);
        TurnResult last = new(null, null);
        for (int index = 0; index < prompts.Count; index++)
        {
            string source = index == 0 ? "startup" : "resume";
            await hooks.SessionAsync(identity, "SessionStart", "source", source, cancellationToken).ConfigureAwait(false);
            try
            {
                last = await thread.RunTurnAsync(prompts[index], cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                // Also after an interruption, when the caller's token is spent.
                await hooks.SessionAsync(identity, "SessionEnd", "reason", "other", CancellationToken.None).ConfigureAwait(false);
            }
        }

        return new ScriptedAgentResult(
            SessionId,
            counters.HooksSent,
            counters.HooksFailed,
            counters.ModelRequests,
            counters.ToolCalls,
            last.Message,
            last.Error);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    internal static string NewId(TimeProvider timeProvider) => Guid.CreateVersion7(timeProvider.GetUtcNow()).ToString();
}
