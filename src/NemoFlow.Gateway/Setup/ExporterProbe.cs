// SPDX-License-Identifier: Apache-2.0
using System.Net.Sockets;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine;
using NemoFlow.Engine.Delivery;
using NemoFlow.Engine.Install;
using NemoFlow.Engine.Setup;
using NemoFlow.Exporters;
using NemoFlow.Exporters.Delivery;
using NemoFlow.Exporters.Destinations;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Streams;

namespace NemoFlow.Gateway.Setup;

/// <summary>Sees whether exporters get to where they are to send or write. Credentials are looked for, never read out.</summary>
internal static class ExporterProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>All exporters of the configuration, as the user's gateway would make them.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="set">Their exporters.</param>
    /// <param name="options">Where to look.</param>
    /// <param name="running">How a gateway that runs stands with its exporters.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<IReadOnlyList<ExporterFacts>> ReadAsync(
        GatewaySettings settings, ExporterSet set, InstallOptions options, IReadOnlyList<DeliveryStatus> running, CancellationToken cancellation)
    {
        List<ExporterFacts> exporters = set.AtifFile.Enabled ? [Trajectories(settings)] : [];
        List<(string Name, Uri? Url, string? Folder, ExporterCredential Credential)> kinds = [.. Kinds(set, options.Environment)];
        IReadOnlyList<IDeliveryTarget> targets = set.Create(Recorder.Version, options.Environment, options.Time);
        for (int i = 0; i < targets.Count; i++)
        {
            (string name, Uri? url, string? folder, ExporterCredential credential) = kinds[i];
            IDeliveryTarget target = targets[i];
            DeliveryLag lag = DeliveryLag.Of(options.State, target.Name);
            int twins = kinds.Take(i).Count(k => k.Name == name);
            exporters.Add(new ExporterFacts(
                twins == 0 ? name : $"{name}.{twins + 1}",
                target.Address,
                credential.Source,
                credential.Missing ?? (folder is not null ? FolderProblem(folder) : await ProblemAsync(url!, cancellation).ConfigureAwait(false)))
            {
                WaitingSessions = lag.Sessions,
                WaitingSince = lag.Since,
                LastProblem = running.FirstOrDefault(s => s.Name == target.Name && s.IsFailing)?.LastProblem,
            });
            await target.DisposeAsync().ConfigureAwait(false);
        }

        return exporters;
    }

    /// <summary>In the order in which the targets are made.</summary>
    private static IEnumerable<(string Name, Uri? Url, string? Folder, ExporterCredential Credential)> Kinds(ExporterSet set, Func<string, string?> environment)
    {
        foreach (OtlpOptions otlp in set.Otlp)
        {
            string name = otlp.Name?.StartsWith("weave", StringComparison.Ordinal) == true ? "weave" : otlp.Vocabulary == SpanVocabulary.OpenInference ? "openinference" : "opentelemetry";
            ExporterCredential credential = ExporterCredential.Of(otlp.Headers, otlp.HeaderVariables, environment);
            yield return (name, otlp.Endpoint, null, credential);
            if (otlp.Metrics)
            {
                yield return (name + ".metrics", otlp.MetricsEndpoint ?? otlp.Endpoint, null, credential);
            }
        }

        foreach (AtofFileOptions file in set.AtofFiles)
        {
            yield return ("atof", null, file.Folder, ExporterCredential.None);
        }

        foreach (AtofStreamOptions stream in set.AtofStreams)
        {
            yield return ("atof.stream", stream.Url, null, ExporterCredential.Of(stream.Headers, stream.HeaderVariables, environment));
        }

        foreach (AtifDestinationOptions destination in set.AtifDestinations)
        {
            yield return destination switch
            {
                AtifS3Options s3 => ("atif.s3", s3.Endpoint ?? new Uri($"https://s3.{s3.Region}.amazonaws.com"), null, ExporterCredential.OfVariables([s3.AccessKeyVariable, s3.SecretKeyVariable], environment)),
                AtifHttpOptions http => ("atif.http", http.Url, null, ExporterCredential.Of(http.Headers, http.HeaderVariables, environment)),
                _ => throw new InvalidOperationException($"There is no check for {destination.GetType().Name}."),
            };
        }
    }

    private static ExporterFacts Trajectories(GatewaySettings settings) => settings.AtifFolder is not { } folder
        ? new ExporterFacts("atif", ".nemo-flow/atif in the folder each agent works in", null, null)
        : new ExporterFacts("atif", folder, null, FolderProblem(folder));

    /// <summary>Whether a file can be made there; folders that are missing are made by the exporter, so the first that is there counts.</summary>
    private static string? FolderProblem(string folder)
    {
        try
        {
            string? place = Path.GetFullPath(folder);
            while (place is not null && !Directory.Exists(place))
            {
                if (File.Exists(place))
                {
                    return $"{place} is a file";
                }

                place = Path.GetDirectoryName(place);
            }

            string probe = Path.Combine(place!, ".nemo-flow-probe");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static async Task<string?> ProblemAsync(Uri url, CancellationToken cancellation)
    {
        // Exporters go through the proxy of the environment where one is set for the target.
        Uri? proxy = HttpClient.DefaultProxy.GetProxy(url);
        Uri place = proxy is null || HttpClient.DefaultProxy.IsBypassed(url) ? url : proxy;
        string what = place == url ? "it" : $"the proxy at {place.Authority}";
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(place.DnsSafeHost, place.Port, patience.Token).ConfigureAwait(false);
            return null;
        }
        catch (SocketException e)
        {
            return $"{what} cannot be reached: {e.Message}";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"{what} does not answer within {Patience.TotalSeconds:0} s";
        }
    }
}
