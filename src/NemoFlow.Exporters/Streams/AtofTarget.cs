// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using NemoFlow.Exporters.Atof;
using NemoFlow.Exporters.Delivery;

namespace NemoFlow.Exporters.Streams;

/// <summary>What file and stream of events have in common.</summary>
public abstract class AtofTarget : IDeliveryTarget
{
    private const int MaxBytes = 3 << 20;

    private readonly AtofOptions _options;

    /// <summary>With the same name in every run.</summary>
    protected AtofTarget(string name, string address, bool fullPayloads)
    {
        Name = name;
        Address = address;
        _options = new AtofOptions { FullPayloads = fullPayloads };
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Kind => "atof";

    /// <inheritdoc/>
    public string Address { get; }

    /// <inheritdoc/>
    public IReadOnlyList<DeliveryUnit> UnitsOf(Session session) => [.. AtofEvents.Of(session, _options).Select(l => new DeliveryUnit(l.Key, l.SettledAt, l))];

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(Session session, IReadOnlyList<DeliveryUnit> units, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArrayBufferWriter<byte> lines = new(16384);
        int count = 0;
        while (count < units.Count && count < Math.Min(limit, MaxLines) && lines.WrittenCount < MaxBytes)
        {
            ((AtofLine)units[count++].Part).WriteTo(lines);
        }

        DeliveryResult result = await SendAsync(lines.WrittenMemory, cancellation).ConfigureAwait(false);
        return result with { Units = count };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DisposeCoreAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Most lines in a request.</summary>
    protected virtual int MaxLines => 1000;

    /// <summary>Sends whole lines.</summary>
    protected abstract Task<DeliveryResult> SendAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation);

    /// <summary>Lets go of what is held.</summary>
    protected virtual ValueTask DisposeCoreAsync() => ValueTask.CompletedTask;
}
