// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Delivery;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Streams;

namespace NemoFlow.Exporters;

/// <summary>All exporters of a gateway, as they are configured. Trajectory files in the agent's folder are not among them.</summary>
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

    /// <summary>True where there is none.</summary>
    public bool IsEmpty => Otlp.Count == 0 && AtofFiles.Count == 0 && AtofStreams.Count == 0;

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
        return targets;
    }
}
