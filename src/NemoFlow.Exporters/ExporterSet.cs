// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Delivery;
using NemoFlow.Exporters.Otlp;

namespace NemoFlow.Exporters;

/// <summary>All exporters of a gateway, as they are configured.</summary>
public sealed record ExporterSet
{
    /// <summary>None.</summary>
    public static ExporterSet None { get; } = new();

    /// <summary>OTLP backends.</summary>
    public IReadOnlyList<OtlpOptions> Otlp { get; init; } = [];

    /// <summary>True where there is none.</summary>
    public bool IsEmpty => Otlp.Count == 0;

    /// <summary>Makes the targets. The environment is asked for headers and credentials only.</summary>
    public IReadOnlyList<IDeliveryTarget> Create(string recorderVersion, Func<string, string?> environment, TimeProvider time)
    {
        List<IDeliveryTarget> targets = [];
        foreach (OtlpOptions options in Otlp)
        {
            targets.Add(new OtlpTraceTarget(options, recorderVersion, environment, time));
        }

        return targets;
    }
}
