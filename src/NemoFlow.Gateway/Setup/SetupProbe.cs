// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using NemoFlow.Agents.Common;
using NemoFlow.Agents.Install;
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Settings;
using NemoFlow.Content;
using NemoFlow.Engine;
using NemoFlow.Engine.Install;
using NemoFlow.Engine.Sessions;
using NemoFlow.Engine.Setup;
using NemoFlow.Exporters;
using NemoFlow.Gateway.Background;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Hooks;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.Gateway.Setup;

/// <summary>Gathers what the doctor judges (<see cref="SetupChecks"/>).</summary>
public static class SetupProbe
{
    /// <summary>How many of the latest sessions are looked at for one of each agent.</summary>
    private const int Sessions = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });

    /// <summary>Looks at everything and judges it.</summary>
    /// <param name="options">Where to look; its agent is not used.</param>
    /// <param name="agent">The only agent to look at; null looks at all.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<IReadOnlyList<SetupCheck>> JudgeAsync(InstallOptions options, string? agent = null, CancellationToken cancellation = default) =>
        SetupChecks.Judge(await ReadAsync(options, agent, cancellation).ConfigureAwait(false));

    /// <summary>Looks at everything.</summary>
    public static async Task<SetupFacts> ReadAsync(InstallOptions options, string? agent = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        (EffectiveConfiguration? configuration, GatewaySettings settings, string? problem) = Configuration(options);
        GatewayOptions gateway = GatewaySetup.Options(settings, options.Environment, Endpoint(settings, ref problem));
        ExporterSet exporters = Exporters(settings, options, ref problem);
        options = options with { GatewayUrl = $"http://{new IPEndPoint(gateway.Address, gateway.Port)}" };
        SessionStore store = new(options.State);
        List<Session> sessions = [.. store.Ids().Take(Sessions).Select(store.Find).OfType<Session>()];
        List<AgentFacts> agents = [];
        foreach (IHookInstaller installer in HookInstallers.All.Where(i => agent is null || i.Agent == agent))
        {
            agents.Add(await AgentProbe.ReadAsync(installer, options with { Agent = installer.Agent }, sessions, cancellation).ConfigureAwait(false));
        }

        (GatewayFacts user, IReadOnlyList<DeliveryStatus> deliveries) = await GatewayAsync(options, gateway, settings, cancellation).ConfigureAwait(false);
        string? named = options.Environment("NEMO_FLOW_GATEWAY_URL") is { Length: > 0 } url ? url.TrimEnd('/') : null;
        string? proxy = NoProxy.ProxyVariables.FirstOrDefault(n => !n.StartsWith("HTTPS_", StringComparison.OrdinalIgnoreCase) && !string.IsNullOrEmpty(options.Environment(n)));
        return new SetupFacts
        {
            Now = options.Time.GetUtcNow(),
            Version = Recorder.Version,
            Agents = agents,
            State = StateProbe.Read(options.State, options.Time) with { HookClientIsOther = HookClientCopy.IsOther(options.State, options.NativeHook) },
            Gateway = user,
            ConfigurationFiles = configuration is null ? [] : [.. configuration.Files.Select(f => f.Path)],
            ConfigurationProblem = problem,
            ConfigurationWarnings = configuration?.Warnings ?? [],
            Exporters = await ExporterProbe.ReadAsync(settings, exporters, options, deliveries, cancellation).ConfigureAwait(false),
            ProxyVariable = proxy,
            ProxySparesLoopback = NoProxy.Names.Any(n => options.Environment(n)?.Split(',', StringSplitOptions.TrimEntries).Any(h => h is "127.0.0.1" or "*") == true),
            Exceptions = NoProxy.WithThisMachine(NoProxy.Names.Select(options.Environment).FirstOrDefault(v => !string.IsNullOrEmpty(v))),
            NamedGateway = named is null ? null : UrlText.Masked(named),
            NamedGatewayAnswers = named is not null && await AnswersAsync(named, cancellation).ConfigureAwait(false),
        };
    }

    /// <summary>With the address of the user's gateway, as it is configured.</summary>
    internal static InstallOptions WithGateway(InstallOptions options)
    {
        (_, GatewaySettings settings, string? problem) = Configuration(options);
        GatewayOptions gateway = GatewaySetup.Options(settings, options.Environment, Endpoint(settings, ref problem));
        return options with { GatewayUrl = $"http://{new IPEndPoint(gateway.Address, gateway.Port)}" };
    }

    private static (EffectiveConfiguration? Configuration, GatewaySettings Settings, string? Problem) Configuration(InstallOptions options)
    {
        try
        {
            EffectiveConfiguration configuration = ConfigurationService.Load(new ConfigurationRequest { Environment = options.Environment, WorkingDirectory = options.WorkingDirectory });
            return (configuration, GatewaySetup.Settings(null, options.Environment, new GatewaySettings(), options.WorkingDirectory), null);
        }
        catch (ConfigurationException e)
        {
            return (null, new GatewaySettings { Bind = options.Environment("NEMO_FLOW_GATEWAY_BIND") is { Length: > 0 } bind ? bind : null }, e.Message);
        }
    }

    private static IPEndPoint Endpoint(GatewaySettings settings, ref string? problem)
    {
        try
        {
            return GatewaySetup.Endpoint(settings.Bind ?? new Uri(GatewayWire.DefaultUrl).Authority);
        }
        catch (ConfigurationException e)
        {
            problem = e.Message;
            return GatewaySetup.Endpoint(new Uri(GatewayWire.DefaultUrl).Authority);
        }
    }

    /// <summary>As the user's gateway makes them; it would not start with those that do not fit together.</summary>
    private static ExporterSet Exporters(GatewaySettings settings, InstallOptions options, ref string? problem)
    {
        try
        {
            return GatewaySetup.Exporters(settings, options.Environment, options.State.Root);
        }
        catch (ConfigurationException e)
        {
            problem ??= e.Message;
            return ExporterSet.None;
        }
    }

    private static async Task<(GatewayFacts Facts, IReadOnlyList<DeliveryStatus> Deliveries)> GatewayAsync(InstallOptions options, GatewayOptions gateway, GatewaySettings settings, CancellationToken cancellation)
    {
        RegisteredGateway? registered = await UserGatewayControl.FindAsync(options.State, cancellation).ConfigureAwait(false);
        string starting = Path.Combine(options.State.Root, GatewayWire.StartingFile);
        if (registered is null)
        {
            GatewayFacts absent = new()
            {
                Url = options.GatewayUrl,
                PortTaken = await IsListeningAsync(gateway.Address, gateway.Port, cancellation).ConfigureAwait(false)
                    && !RegisteredGateway.ReadAll(options.State).Any(g => g.Port == gateway.Port),
                FailedStart = File.Exists(starting) ? new DateTimeOffset(File.GetLastWriteTimeUtc(starting), TimeSpan.Zero) : null,
            };
            return (absent, []);
        }

        GatewayInfo info = await UserGatewayControl.StatusAsync(registered, options.State, cancellation).ConfigureAwait(false);
        GatewayFacts facts = new()
        {
            Url = registered.Url,
            Registered = true,
            Answers = info.State == GatewayState.Running,
            Version = registered.Version,
            SettingsMatch = registered.Settings == SettingsFingerprint.Of(gateway, settings, options.Environment),
            EventsLost = info.EventsLost,
            LastProblem = info.LastProblem,
        };
        return (facts, info.Exporters);
    }

    private static async Task<bool> IsListeningAsync(IPAddress address, int port, CancellationToken cancellation)
    {
        using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), patience.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    private static async Task<bool> AnswersAsync(string url, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, url + "/healthz");
            using HttpResponseMessage response = await Http.SendAsync(request, patience.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode && (await response.Content.ReadAsStringAsync(patience.Token).ConfigureAwait(false)).Contains("\"nemo-flow\"", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is HttpRequestException or UriFormatException or InvalidOperationException or NotSupportedException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }
}
