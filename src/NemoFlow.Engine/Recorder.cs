// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using System.Text;
using NemoFlow.Agents;
using NemoFlow.Codecs;
using NemoFlow.Content.Redaction;
using NemoFlow.Engine.Capture;
using NemoFlow.Engine.Delivery;
using NemoFlow.Engine.Hooks;
using NemoFlow.Engine.Pricing;
using NemoFlow.Engine.Projection;
using NemoFlow.Engine.Pump;
using NemoFlow.Engine.Routing;
using NemoFlow.Exporters;
using NemoFlow.Folding;
using NemoFlow.Pricing;
using NemoFlow.Storage.Gateways;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Engine;

/// <summary>The engine behind a gateway: takes hooks and model calls, journals them, and keeps the projections up to date.</summary>
public sealed class Recorder : IAsyncDisposable
{
    /// <summary>How long a turn's end waits for captures and projections.</summary>
    private static readonly TimeSpan TurnEndWait = TimeSpan.FromSeconds(1);

    /// <summary>How long a stopping gateway waits for exporters; what is left then is delivered by the next one.</summary>
    private static readonly TimeSpan DeliveryWait = TimeSpan.FromSeconds(3);

    private readonly TimeProvider _time;
    private readonly IdleSweeper _idle;
    private readonly GatewayPresence _presence;
    private bool _stopped;

    /// <summary>Starts recording.</summary>
    public Recorder(RecorderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _time = options.Time;
        Options = options;
        Reading = options.Prices is { } prices ? WithPrices(prices) : Interpreters;
        GatewayId = Guid.CreateVersion7(_time.GetUtcNow()).ToString("N");
        _presence = GatewayPresence.Hold(options.State, GatewayId);
        RecordedChildren children = new(options.State.Sessions, GatewayId, AgentAdapters.All, _time);
        Router = new SessionRouter(AgentAdapters.All, id => SessionJournal.Exists(options.State.Sessions, id), GatewayId, children.ParentOf);
        AtifSink atif = new(new AtifTarget(options.AtifFolder, options.WorkingDirectory), options.Exporters.AtifFile, Version);
        ExporterSet exporters = options.Exporters;
        Deliveries = new Deliveries(
            exporters.Create(Version, options.Environment, _time), e => exporters.CreateOnRequest(e, Version, options.Environment, _time), options.State, Reading, _time);
        Projections = new ProjectionWorker(options.State.Sessions, Reading, atif, _time) { Folded = Deliveries.Offer };
        Guard = new ContentGuard(options.Content, _time);
        SpoolPolicy.Note(options.State, options.Content);
        Pump = new EventPump(new JournalSet(options.State.Sessions, GatewayId), Projections.Recorded, Guard);
        Hooks = new HookIntake(this);
        Calls = new CallIntake(this);
        _idle = new IdleSweeper(this, options.IdleAfter);
        _ = Task.Run(Guard.Prepare);
    }

    /// <summary>The recorder's own version.</summary>
    public static string Version { get; } =
        typeof(Recorder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>Adapters and codecs of this version, and the prices by which this process reads sessions that no gateway of its own is projecting.</summary>
    public static Interpreters Interpreters { get; private set; } = WithPrices(BundledPrices.Book);

    /// <summary>Sets the prices by which this process reads sessions from now on. Recorders that have prices of their own keep them.</summary>
    public static void UsePrices(PriceBook prices) => Interpreters = WithPrices(prices);

    /// <summary>Adapters and codecs of this version, and the prices of this recorder: two of them in one process do not share prices.</summary>
    public Interpreters Reading { get; }

    /// <summary>Loads what a first recorder needs, for those who have another thread to do it on meanwhile.</summary>
    public static void Prepare()
    {
        _ = Interpreters;
        _ = CredentialScanner.Standard;
        _ = ExporterSet.None;
    }

    /// <summary>What it was started with.</summary>
    public RecorderOptions Options { get; }

    /// <summary>Names this recorder's journal files.</summary>
    public string GatewayId { get; }

    /// <summary>Takes hooks.</summary>
    public HookIntake Hooks { get; }

    /// <summary>Takes model calls.</summary>
    public CallIntake Calls { get; }

    /// <summary>Stands before the journal.</summary>
    public ContentGuard Guard { get; }

    /// <summary>The way into the journal.</summary>
    public EventPump Pump { get; }

    /// <summary>What follows from the journal.</summary>
    public ProjectionWorker Projections { get; }

    /// <summary>The exporters, and how they stand.</summary>
    public Deliveries Deliveries { get; }

    /// <summary>Finds sessions.</summary>
    public SessionRouter Router { get; }

    /// <summary>Captures on their way.</summary>
    public CapturePipeline Captures { get; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time => _time;

    /// <summary>Records an event of the recorder itself and waits for it.</summary>
    public ValueTask<bool> RecordAsync(string sessionId, string agent, string kind, ReadOnlyMemory<byte> data) => Pump.RecordAsync(new JournalEntry
    {
        SessionId = sessionId,
        Agent = agent,
        Kind = kind,
        Source = EventSource.Recorder,
        Time = _time.GetUtcNow(),
        Data = data,
    });

    /// <summary>A session's first event in this gateway: what is known of the run goes before it.</summary>
    internal async ValueTask IntroduceAsync(SessionRoute route, DateTimeOffset time)
    {
        if (route.IsNew && Options.Run is { } run)
        {
            await PostAsync(route, time, EventKinds.RunStart, run.ToJson()).ConfigureAwait(false);
        }

        if (route.IsNew && Options.SessionMetadata is { } metadata)
        {
            await PostAsync(route, time, EventKinds.SessionMetadata, Encoding.UTF8.GetBytes(metadata)).ConfigureAwait(false);
        }
    }

    private static Interpreters WithPrices(PriceBook prices) => new(AgentAdapters.All, ProviderCodecs.All) { Prices = prices };

    private ValueTask PostAsync(SessionRoute route, DateTimeOffset time, string kind, ReadOnlyMemory<byte> data) => Pump.PostAsync(new JournalEntry
    {
        SessionId = route.SessionId,
        Agent = route.Agent,
        Kind = kind,
        Source = EventSource.Recorder,
        Time = time.AddTicks(-1),
        Data = data,
    });

    /// <summary>At the end of a turn: what the session's model calls brought is recorded and projected, as far as that is possible within a second.</summary>
    public async Task SettleAsync(string sessionId, TimeSpan? limit = null)
    {
        TimeSpan wait = limit ?? TurnEndWait;
        long started = _time.GetTimestamp();
        await Captures.DrainAsync(wait, _time).ConfigureAwait(false);
        await Pump.FlushAsync().ConfigureAwait(false);
        TimeSpan left = wait - _time.GetElapsedTime(started);
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            await Projections.ProjectAsync(sessionId).WaitAsync(left, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The projection goes on; only the agent does not wait for it any longer.
        }
    }

    /// <summary>Records what is on its way, closes the sessions that are open, writes their projections and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        await _idle.DisposeAsync().ConfigureAwait(false);
        await Captures.DisposeAsync().ConfigureAwait(false);
        foreach ((string session, string agent, _) in Router.Open())
        {
            await RecordAsync(session, agent, EventKinds.GatewayStop, default).ConfigureAwait(false);
        }

        await Pump.DisposeAsync().ConfigureAwait(false);
        await Projections.DisposeAsync().ConfigureAwait(false);
        await Deliveries.StopAsync(DeliveryWait).ConfigureAwait(false);
        await Deliveries.DisposeAsync().ConfigureAwait(false);
        _presence.Dispose();
    }
}
