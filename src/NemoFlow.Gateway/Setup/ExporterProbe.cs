// SPDX-License-Identifier: Apache-2.0
using System.Net.Sockets;
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Settings;
using NemoFlow.Content;
using NemoFlow.Engine.Setup;

namespace NemoFlow.Gateway.Setup;

/// <summary>Sees whether exporters get to where they are to send or write. Credentials are looked for, never read out.</summary>
internal static class ExporterProbe
{
    private const string CommonHeaders = "OTEL_EXPORTER_OTLP_HEADERS";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static async Task<IReadOnlyList<ExporterFacts>> ReadAsync(
        EffectiveConfiguration configuration, GatewaySettings settings, Func<string, string?> environment, CancellationToken cancellation)
    {
        List<ExporterFacts> exporters = [Trajectories(settings)];
        foreach (string name in (string[])["opentelemetry", "openinference"])
        {
            string section = $"observability.{name}.";
            if (configuration.TextIfSet(section + "endpoint") is { } endpoint && (configuration.Flag(section + "enabled") || !configuration.IsSet(section + "enabled")))
            {
                exporters.Add(new ExporterFacts(name, UrlText.Masked(endpoint), Credential(configuration, section, environment), await ProblemAsync(endpoint, cancellation).ConfigureAwait(false)));
            }
        }

        return exporters;
    }

    private static ExporterFacts Trajectories(GatewaySettings settings)
    {
        if (settings.AtifFolder is not { } folder)
        {
            return new ExporterFacts("atif", ".nemo-flow/atif in the folder each agent works in", null, null);
        }

        try
        {
            string probe = Path.Combine(Directory.CreateDirectory(folder).FullName, ".nemo-flow-probe");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return new ExporterFacts("atif", folder, null, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ExporterFacts("atif", folder, null, e.Message);
        }
    }

    private static string? Credential(EffectiveConfiguration configuration, string section, Func<string, string?> environment)
    {
        IReadOnlyDictionary<string, string> variables = configuration.Words(section + "header_env");
        if (variables.Count > 0)
        {
            string unset = string.Join(", ", variables.Values.Where(v => string.IsNullOrEmpty(environment(v))));
            return string.Join(", ", variables.Values) + (unset.Length > 0 ? $"; not set: {unset}" : "");
        }

        return configuration.IsSet(section + "headers") ? "headers of the configuration" : string.IsNullOrEmpty(environment(CommonHeaders)) ? null : CommonHeaders;
    }

    private static async Task<string?> ProblemAsync(string endpoint, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? url))
        {
            return "it is no absolute URL";
        }

        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(url.Host, url.Port, patience.Token).ConfigureAwait(false);
            return null;
        }
        catch (SocketException e)
        {
            return "it cannot be reached: " + e.Message;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "it does not answer";
        }
    }
}
