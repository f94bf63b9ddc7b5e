// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Upstream;

/// <summary>One connection to a provider: its stream, and what has arrived over it and was not used yet.</summary>
/// <remarks>
/// A connection at rest always reads: a provider that hangs up is noticed at once, and a connection that is taken up again is a live one.
/// Disposing it from another thread is how what it is doing is broken off.
/// </remarks>
internal sealed class UpstreamConnection(Stream stream, string origin, long opened) : IDisposable
{
    private const int FirstSize = 16384;

    /// <summary>A head or a line of framing that is larger is no provider's.</summary>
    private const int MaxSize = 1 << 20;

    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;
    private Task<int>? _resting;
    private volatile bool _disposed;

    /// <summary>Scheme, host and port it leads to.</summary>
    public string Origin { get; } = origin;

    /// <summary>When it was opened, as a timestamp of the clock in use.</summary>
    public long Opened { get; } = opened;

    /// <summary>True once it was closed from this side.</summary>
    public bool IsDisposed => _disposed;

    /// <summary>When it was last put to rest.</summary>
    public long RestingSince { get; private set; }

    /// <summary>How long it may rest: as long as the provider said, or usually does.</summary>
    public TimeSpan MaxRest { get; private set; }

    /// <summary>True once it has carried a whole exchange.</summary>
    public bool IsReused { get; private set; }

    /// <summary>What has arrived and was not used yet; valid until the next read.</summary>
    public ReadOnlySpan<byte> Unused => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Marks the first bytes of <see cref="Unused"/> as used.</summary>
    public void Use(int length) => _start += length;

    /// <summary>Waits for more bytes behind the unused ones.</summary>
    /// <returns>Number of bytes; 0 where the provider has ended the connection.</returns>
    /// <exception cref="IOException">The connection broke, or what has to be kept together is too long.</exception>
    public ValueTask<int> ReadAsync()
    {
        if (_resting is { } resting)
        {
            _resting = null;
            return new ValueTask<int>(resting);
        }

        MakeRoom();
        ValueTask<int> reading = stream.ReadAsync(_buffer.AsMemory(_end));
        if (reading.IsCompletedSuccessfully)
        {
            int read = reading.Result;
            _end += read;
            return new ValueTask<int>(read);
        }

        return WaitAsync(reading);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => stream.WriteAsync(bytes);

    /// <summary>Puts the connection to rest after a whole exchange.</summary>
    public void Rest(long now, TimeSpan atMost)
    {
        RestingSince = now;
        MaxRest = atMost;
        IsReused = true;
        _resting = RestAsync();
    }

    /// <summary>False where it has ended, or said something unasked, while it was resting.</summary>
    public bool IsAlive => _resting is { IsCompleted: false };

    public void Dispose()
    {
        _disposed = true;
        stream.Dispose();
    }

    private async Task<int> RestAsync()
    {
        int read = 0;
        try
        {
            read = await ReadAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // However it ended: it is no longer there to be used.
        }

        if (read == 0)
        {
            Dispose();
        }

        return read;
    }

    private async ValueTask<int> WaitAsync(ValueTask<int> reading)
    {
        int read = await reading.ConfigureAwait(false);
        _end += read;
        return read;
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length && _start > 0)
        {
            Unused.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaxSize)
            {
                throw new IOException("The provider's head, or a line of its chunks, is too long.");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }
}
