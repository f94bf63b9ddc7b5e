// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NemoFlow.Rehearsal.Api;
using NemoFlow.Rehearsal.Api.Chat;
using NemoFlow.Rehearsal.Api.Messages;
using NemoFlow.Rehearsal.Api.Responses;
using NemoFlow.Rehearsal.Http;
using NemoFlow.Rehearsal.Threads;

namespace NemoFlow.Rehearsal;

/// <summary>A model provider on loopback that answers by script and logs every request it got.</summary>
/// <remarks>
/// Routes: <c>POST /v1/responses</c>, <c>/v1/messages</c>, <c>/v1/messages/count_tokens</c> and <c>/v1/chat/completions</c>,
/// <c>GET /v1/models</c>, all of them also without <c>/v1</c>; <c>/</c> and <c>/api/hello</c> for probes; <c>GET /healthz</c> (not logged). Anything else is a 404 in the provider's form. All members are safe to use from several threads.
/// </remarks>
public sealed class RehearsalProvider : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly RequestJournal _journal;
    private readonly CancellationTokenSource _stopping;
    private int _disposed;

    private RehearsalProvider(KestrelServer server, RequestJournal journal, CancellationTokenSource stopping)
    {
        _server = server;
        _journal = journal;
        _stopping = stopping;
        BaseAddress = ProviderServer.BaseAddress(server);
    }

    /// <summary>Raised when an answer has ended, on the thread that wrote it; handlers must be quick and must not throw.</summary>
    public event Action<ProviderRequestLog>? RequestFinished
    {
        add => _journal.Finished += value;
        remove => _journal.Finished -= value;
    }

    /// <summary><c>http://127.0.0.1:port/</c>; agents want <c>v1</c> appended.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The requests so far, in order of arrival: a snapshot.</summary>
    public IReadOnlyList<ProviderRequestLog> Requests => _journal.Snapshot();

    /// <summary>How many of the requests so far asked a model: agents look whether the server is there, and count tokens, without one.</summary>
    public int ModelCalls => Requests.Count(r => r.Thread is not null && !r.Path.EndsWith("/count_tokens", StringComparison.Ordinal));

    /// <summary>Starts a provider.</summary>
    /// <param name="scenario">What it answers.</param>
    /// <param name="port">Loopback port; 0 takes a free one.</param>
    /// <param name="timeProvider">The clock behind delays and time stamps; the system's when null.</param>
    /// <param name="cancellationToken">Cancels the start, not the running provider.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<RehearsalProvider> StartAsync(
        Scenario scenario, int port = 0, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
        => StartAsync(
            scenario,
            new RehearsalOptions { Port = port, TimeProvider = timeProvider ?? TimeProvider.System },
            cancellationToken);

    /// <summary>Starts a provider.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<RehearsalProvider> StartAsync(
        Scenario scenario, RehearsalOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        ThreadBook threads = new(scenario);
        IReadOnlyList<IProviderApi> apis =
        [
            new ResponsesApi(scenario, threads, options.TimeProvider),
            new MessagesApi(scenario, threads),
            new ChatApi(scenario, threads, options.TimeProvider),
            new ModelsApi(),
            new ProbeApi(),
        ];
        RequestJournal journal = new();
        CancellationTokenSource stopping = new();
        KestrelServer server = ProviderServer.Create(options.Port);
        try
        {
            ProviderApplication application = new(apis, journal, options, stopping.Token);
            await server.StartAsync(application, cancellationToken).ConfigureAwait(false);
            return new RehearsalProvider(server, journal, stopping);
        }
        catch
        {
            server.Dispose();
            stopping.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the log meets a condition and returns it.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public Task<IReadOnlyList<ProviderRequestLog>> WaitForRequestsAsync(
        Func<IReadOnlyList<ProviderRequestLog>, bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return _journal.WaitAsync(condition, cancellationToken);
    }

    /// <summary>Writes the log as JSON Lines, readable by the owner only, because headers hold credentials.</summary>
    public async Task WriteLogAsync(string path, CancellationToken cancellationToken = default)
    {
        using StreamWriter writer = RequestLogFile.Open(path);
        foreach (ProviderRequestLog entry in Requests)
        {
            await writer.WriteLineAsync(RequestLogFile.Line(entry).AsMemory(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends open answers and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(2));
        await _server.StopAsync(patience.Token).ConfigureAwait(false);
        _server.Dispose();
        _stopping.Dispose();
    }
}
