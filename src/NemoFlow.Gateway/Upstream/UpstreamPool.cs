// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;

namespace NemoFlow.Gateway.Upstream;

/// <summary>The connections to providers: those at rest are used again, the latest first.</summary>
internal sealed class UpstreamPool : IDisposable
{
    private static readonly TimeSpan Cleaning = TimeSpan.FromSeconds(15);

    /// <summary>A name may lead elsewhere after a while: no connection is used for longer.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(15);

    private readonly Dialer _dialer;
    private readonly TimeProvider _time;
    private readonly ITimer _cleaning;
    private readonly ConcurrentDictionary<string, Stack<UpstreamConnection>> _resting = new(StringComparer.OrdinalIgnoreCase);
    private volatile bool _disposed;

    public UpstreamPool(Dialer dialer, TimeProvider time)
    {
        _dialer = dialer;
        _time = time;
        _cleaning = time.CreateTimer(static pool => ((UpstreamPool)pool!).Clean(), this, Cleaning, Cleaning);
    }

    /// <inheritdoc cref="Dialer.ProxyFor"/>
    public HttpProxy? ProxyFor(Uri url) => _dialer.ProxyFor(url);

    /// <summary>Gives a connection to the URL's origin.</summary>
    /// <exception cref="HttpRequestException">The provider cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or took too long.</exception>
    public ValueTask<UpstreamConnection> RentAsync(Uri url, CancellationToken cancellation)
    {
        string origin = url.GetLeftPart(UriPartial.Authority);
        if (_resting.TryGetValue(origin, out Stack<UpstreamConnection>? resting))
        {
            while (Pop(resting) is { } connection)
            {
                if (IsUsable(connection))
                {
                    return new ValueTask<UpstreamConnection>(connection);
                }

                connection.Dispose();
            }
        }

        return OpenAsync(url, origin, cancellation);
    }

    /// <summary>Takes a connection back whose exchange is over and which the provider keeps open.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="maxRest">How long it may wait for its next request.</param>
    public void Return(UpstreamConnection connection, TimeSpan maxRest)
    {
        Stack<UpstreamConnection> resting = _resting.GetOrAdd(connection.Origin, static _ => new Stack<UpstreamConnection>());
        connection.Rest(_time.GetTimestamp(), maxRest);
        lock (resting)
        {
            if (!_disposed)
            {
                resting.Push(connection);
                return;
            }
        }

        connection.Dispose();
    }

    public void Dispose()
    {
        _disposed = true;
        _cleaning.Dispose();
        foreach (Stack<UpstreamConnection> resting in _resting.Values)
        {
            while (Pop(resting) is { } connection)
            {
                connection.Dispose();
            }
        }

        _dialer.Dispose();
    }

    private static UpstreamConnection? Pop(Stack<UpstreamConnection> resting)
    {
        lock (resting)
        {
            return resting.TryPop(out UpstreamConnection? connection) ? connection : null;
        }
    }

    private async ValueTask<UpstreamConnection> OpenAsync(Uri url, string origin, CancellationToken cancellation)
    {
        Task<Stream> opening = _dialer.OpenAsync(url);
        try
        {
            return new UpstreamConnection(await opening.WaitAsync(cancellation).ConfigureAwait(false), origin, _time.GetTimestamp());
        }
        catch (OperationCanceledException) when (!opening.IsCompleted)
        {
            // Nobody waits for it any more; it still must be closed when it comes.
            _ = opening.ContinueWith(static late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    private bool IsUsable(UpstreamConnection connection) =>
        connection.IsAlive && _time.GetElapsedTime(connection.RestingSince) < connection.MaxRest && _time.GetElapsedTime(connection.Opened) < MaxAge;

    private void Clean()
    {
        foreach (Stack<UpstreamConnection> resting in _resting.Values)
        {
            lock (resting)
            {
                if (resting.All(IsUsable))
                {
                    continue;
                }

                UpstreamConnection[] all = [.. resting];
                resting.Clear();
                foreach (UpstreamConnection connection in all.Reverse())
                {
                    if (IsUsable(connection))
                    {
                        resting.Push(connection);
                    }
                    else
                    {
                        connection.Dispose();
                    }
                }
            }
        }
    }
}
