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
    /// <summary>How long a connection may take, and after it an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2), AnswerPatience = TimeSpan.FromSeconds(5);

    private const string Restart = "then: nemo-flow gateway stop (the next hook starts it anew)";

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

        // All at once: each may take its whole patience.
        List<Task<ExporterFacts>> looks = [];
        for (int i = 0; i < targets.Count; i++)
        {
            (string name, Uri? url, string? folder, ExporterCredential credential) = kinds[i];
            int twins = kinds.Take(i).Count(k => k.Name == name);
            looks.Add(LookAsync(new Place(twins == 0 ? name : $"{name}.{twins + 1}", url, folder, credential), targets[i], options, running, cancellation));
        }

        exporters.AddRange(await Task.WhenAll(looks).ConfigureAwait(false));
        return exporters;
    }

    private static async Task<ExporterFacts> LookAsync(Place place, IDeliveryTarget target, InstallOptions options, IReadOnlyList<DeliveryStatus> running, CancellationToken cancellation)
    {
        await using (target.ConfigureAwait(false))
        {
            DeliveryLag lag = DeliveryLag.Of(options.State, target.Name);
            string? problem = place.Credential.Missing ?? (place.Folder is not null ? FolderProblem(place.Folder) : await ProblemAsync(place.Url!, cancellation).ConfigureAwait(false));
            ExporterFacts facts = new(place.Name, target.Address, place.Credential.Source, problem)
            {
                WaitingSessions = lag.Sessions,
                WaitingSince = lag.Since,
                LastProblem = running.FirstOrDefault(s => s.Name == target.Name && s.IsFailing)?.LastProblem,
            };
            return problem is null && target is IProbedTarget probed
                ? Judge(facts, place, await AskAsync(probed, options, cancellation).ConfigureAwait(false), options)
                : facts;
        }
    }

    /// <summary>Asked with the exporter's own headers, proxy and form of request; bounded, because some exporters have patience for large documents.</summary>
    private static async Task<ProbeAnswer> AskAsync(IProbedTarget target, InstallOptions options, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = new(AnswerPatience, options.Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            return await target.ProbeAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ProbeAnswer(ProbeVerdict.Failed, $"did not answer within {AnswerPatience.TotalSeconds:0} s");
        }
    }

    private static ExporterFacts Judge(ExporterFacts facts, Place place, ProbeAnswer answer, InstallOptions options) => answer.Verdict switch
    {
        ProbeVerdict.Accepted => facts with { Answer = answer.Text },
        ProbeVerdict.Undecided => facts with { Answer = answer.Text, Undecided = true },
        ProbeVerdict.WrongPlace => facts with { Problem = $"it {Lower(answer.Text)}", Remedy = $"{Right(place, answer, options)}, {Restart}" },
        ProbeVerdict.CredentialRefused => place.Credential.Source is { } source
            ? facts with { Problem = $"it {answer.Text}: it refuses the credential from {source}", Remedy = $"set the right one ({source}), {Restart}" }
            : facts with { Problem = $"it {answer.Text}: it wants a credential, and none is configured", Remedy = $"name the variable that holds it with header_env in plugins.toml, {Restart}" },
        _ => facts with { Problem = $"it {Lower(answer.Text)}", Remedy = "look at what runs there, or change the target in plugins.toml" },
    };

    /// <summary>Some answers begin with whom they are about.</summary>
    private static string Lower(string text) => text.StartsWith("it ", StringComparison.Ordinal) ? text["it ".Length..] : text;

    private static string Right(Place place, ProbeAnswer answer, InstallOptions options)
    {
        bool isOpenInference = place.Name.StartsWith("openinference", StringComparison.Ordinal);
        string where = isOpenInference && !string.IsNullOrEmpty(options.Environment("NEMO_FLOW_OPENINFERENCE_ENDPOINT")) ? "NEMO_FLOW_OPENINFERENCE_ENDPOINT" : "plugins.toml";
        bool isMetrics = place.Name.Contains(".metrics", StringComparison.Ordinal);
        return answer.Advice switch
        {
            null or { Length: 0 } => $"look up the endpoint's path and change it in {where}",
            { } url when Uri.TryCreate(url, UriKind.Absolute, out _) && where == "plugins.toml" => $"set {Key(place)} = \"{(isMetrics ? url.Replace("/v1/metrics", "/v1/traces", StringComparison.Ordinal) : url)}\" in plugins.toml",
            { } url when Uri.TryCreate(url, UriKind.Absolute, out _) => $"set {where}={url}",
            _ when isMetrics => "set metrics = false in plugins.toml if that backend takes no metrics",
            { } advice => $"check in {where}: {advice}",
        };
    }

    private static string Key(Place place) => place.Name.StartsWith("atof", StringComparison.Ordinal) || place.Name.StartsWith("atif.http", StringComparison.Ordinal) ? "url" : "endpoint";

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
        // Exporters go through the proxy of the environment where one is set for the target, and to this machine without one.
        Uri? proxy = HttpClient.DefaultProxy.GetProxy(url);
        Uri place = proxy is null || url.IsLoopback || HttpClient.DefaultProxy.IsBypassed(url) ? url : proxy;
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

    /// <summary>An exporter and where it sends or writes.</summary>
    private sealed record Place(string Name, Uri? Url, string? Folder, ExporterCredential Credential);
}
