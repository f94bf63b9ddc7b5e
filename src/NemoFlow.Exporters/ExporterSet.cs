// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Delivery;
using NemoFlow.Exporters.Destinations;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Streams;

namespace NemoFlow.Exporters;

/// <summary>All exporters of a gateway, as they are configured.</summary>
public sealed record ExporterSet
{
    /// <summary>None.</summary>
    public static ExporterSet None { get; } = new();

    /// <summary>OTLP backends.</summary>
    public IReadOnlyList<OtlpOptions> Otlp { get; init; } = [];

    /// <summary>Files of ATOF events.</summary>
    public IReadOnlyList<AtofFileOptions> AtofFiles { get; init; } = [];

    /// <summary>Servers that take ATOF events.</summary>
    public IReadOnlyList<AtofStreamOptions> AtofStreams { get; init; } = [];

    /// <summary>The trajectory file that every session has; its folder is the gateway's business.</summary>
    public AtifFileOptions AtifFile { get; init; } = new();

    /// <summary>Servers and stores that get a copy of every trajectory.</summary>
    public IReadOnlyList<AtifDestinationOptions> AtifDestinations { get; init; } = [];

    /// <summary>
    /// What a session's own OpenInference endpoint gets, asked for in a header by somebody with the gateway's token; null where exporters are
    /// switched off. Headers, which may hold credentials of another backend, are never a part of it.
    /// </summary>
    public Func<Uri, OtlpOptions>? OnRequest { get; init; }

    /// <summary>The target for a session's own endpoint; null where it is no plain http or https URL, or gets all sessions anyway.</summary>
    public IDeliveryTarget? CreateOnRequest(string endpoint, string recorderVersion, Func<string, string?> environment, TimeProvider time) =>
        OnRequest is { } options && OtlpEndpoint.Traces(endpoint) is { UserInfo.Length: 0, Query.Length: 0 } url && !Otlp.Any(o => o.Endpoint == url && o.Vocabulary != SpanVocabulary.GenAi)
            ? new OtlpTraceTarget(options(url), recorderVersion, environment, time)
            : null;

    /// <summary>Makes the targets. The environment is asked for headers and credentials only.</summary>
    public IReadOnlyList<IDeliveryTarget> Create(string recorderVersion, Func<string, string?> environment, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        List<IDeliveryTarget> targets = [];
        foreach (OtlpOptions options in Otlp)
        {
            targets.Add(new OtlpTraceTarget(options, recorderVersion, environment, time));
            if (options.Metrics)
            {
                targets.Add(new OtlpMetricsTarget(options, recorderVersion, environment, time));
            }
        }

        targets.AddRange(AtofFiles.Select(o => new AtofFileTarget(o, time.GetUtcNow())));
        targets.AddRange(AtofStreams.Select(o => new AtofStreamTarget(o, environment, time)));
        targets.AddRange(AtifDestinations.Select(o => Destination(o, recorderVersion, environment, time)));
        return targets;
    }

    private AtifDestinationTarget Destination(AtifDestinationOptions options, string version, Func<string, string?> environment, TimeProvider time) => options switch
    {
        AtifS3Options s3 => new AtifS3Target(s3, AtifFile, version, environment, time),
        AtifHttpOptions http => new AtifHttpTarget(http, AtifFile, version, environment, time),
        _ => throw new ArgumentException($"There is no destination for {options.GetType().Name}.", nameof(options)),
    };
}
