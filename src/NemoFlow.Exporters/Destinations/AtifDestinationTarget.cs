// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using NemoFlow.Exporters.Atif;
using NemoFlow.Exporters.Delivery;
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Exporters.Destinations;

/// <summary>
/// Delivers a session's document whenever a turn of it is over. Only its latest state is ever sent: what a destination that was away has
/// missed is in it.
/// </summary>
public abstract class AtifDestinationTarget : IDeliveryTarget
{
    private readonly AtifDestinationOptions _options;
    private readonly AtifFileOptions _file;
    private readonly string _recorderVersion;

    /// <summary>With the same name in every run.</summary>
    protected AtifDestinationTarget(AtifDestinationOptions options, AtifFileOptions file, string recorderVersion, string address, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _file = file;
        _recorderVersion = recorderVersion;
        Address = address;
        Server = new HttpTarget(options.Timeout, time);
        Name = options.Name ?? TargetName.Of("atif", address);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Kind => "atif";

    /// <inheritdoc/>
    public string Address { get; }

    /// <summary>The way to the destination.</summary>
    private protected HttpTarget Server { get; }

    /// <summary>True where images can be stored beside the document.</summary>
    protected abstract bool TakesImages { get; }

    /// <inheritdoc/>
    public IReadOnlyList<DeliveryUnit> UnitsOf(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        IReadOnlyList<SpanNode> turns = [.. SpanTree.Of(session).Where(n => n.Kind == SpanNodeKind.Turn)];
        if (turns.Count == 0 || turns.Any(t => t.SettledAt is null))
        {
            return [];
        }

        string state = string.Join(' ', turns.Select(t => t.SpanId).Append((ulong)session.State));
        return [new DeliveryUnit(StableId.Short(StableId.Of("atif", session.Id, state)), turns.Max(t => t.SettledAt!.Value), session)];
    }

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(Session session, IReadOnlyList<DeliveryUnit> units, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        AtifImages? images = TakesImages ? new AtifImages() : null;
        ArrayBufferWriter<byte> document = new(16384);
        if (!AtifExporter.TryWrite(session, _file.Document(_recorderVersion, images), document))
        {
            return new DeliveryResult { Verdict = DeliveryVerdict.Delivered, Units = 1 };
        }

        string name = AtifFileName.Of(_file.FileNameTemplate, session);
        foreach ((string path, string data) in images?.Files ?? new Dictionary<string, string>())
        {
            byte[] bytes = new byte[data.Length];
            DeliveryResult stored = Convert.TryFromBase64String(data, bytes, out int length)
                ? await PutAsync(path, bytes.AsMemory(0, length), "image/" + Path.GetExtension(path)[1..].Replace("jpg", "jpeg", StringComparison.Ordinal), cancellation).ConfigureAwait(false)
                : new DeliveryResult { Verdict = DeliveryVerdict.Delivered };
            if (stored.Verdict != DeliveryVerdict.Delivered)
            {
                return Kept(stored, name, document.WrittenSpan);
            }
        }

        DeliveryResult result = await PutAsync(name, document.WrittenMemory, "application/json", cancellation).ConfigureAwait(false);
        return result.Verdict == DeliveryVerdict.Delivered ? Removed(name) with { Units = 1 } : Kept(result, name, document.WrittenSpan);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Server.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Stores one file.</summary>
    protected abstract Task<DeliveryResult> PutAsync(string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation);

    private DeliveryResult Kept(DeliveryResult result, string name, ReadOnlySpan<byte> document)
    {
        string problem = result.Problem ?? Address + " did not take the document";
        if (_options.LocalCopyFolder is not { } folder)
        {
            return result with { Units = 1 };
        }

        try
        {
            LocalCopy.Write(folder, name, document);
            problem += $"; a copy is in {folder}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem += $"; a copy in {folder} was not possible either: {e.Message}";
        }

        return result with { Units = 1, Problem = problem };
    }

    private DeliveryResult Removed(string name)
    {
        if (_options.LocalCopyFolder is { } folder)
        {
            LocalCopy.Remove(folder, name);
        }

        return new DeliveryResult { Verdict = DeliveryVerdict.Delivered };
    }
}
