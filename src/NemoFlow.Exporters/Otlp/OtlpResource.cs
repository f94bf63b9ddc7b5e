// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Spans;

namespace NemoFlow.Exporters.Otlp;

/// <summary>Who sends: the same for all spans and metrics of an exporter.</summary>
internal sealed class OtlpResource
{
    public OtlpResource(OtlpOptions options, string recorderVersion)
    {
        ScopeName = options.InstrumentationScope;
        ScopeVersion = recorderVersion;
        Dictionary<string, string> all = new(StringComparer.Ordinal)
        {
            ["service.name"] = options.ServiceName,
            ["telemetry.sdk.name"] = "nemo-flow",
            ["telemetry.sdk.language"] = "dotnet",
            ["telemetry.sdk.version"] = recorderVersion,
        };
        Set(all, "service.namespace", options.ServiceNamespace);
        Set(all, "service.version", options.ServiceVersion);
        Set(all, "openinference.project.name", options.ProjectName);
        foreach ((string key, string value) in options.ResourceAttributes)
        {
            all[key] = value;
        }

        AttributeList attributes = [];
        foreach ((string key, string value) in all)
        {
            attributes.Add(key, value);
        }

        Attributes = attributes;
    }

    public AttributeList Attributes { get; }

    public string ScopeName { get; }

    public string? ScopeVersion { get; }

    private static void Set(Dictionary<string, string> all, string key, string? value)
    {
        if (value is not null)
        {
            all[key] = value;
        }
    }
}
