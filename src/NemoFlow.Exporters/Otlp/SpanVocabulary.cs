// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Otlp;

/// <summary>In whose words spans are told; both may stand on one span, their attributes do not overlap.</summary>
[Flags]
public enum SpanVocabulary
{
    /// <summary>The GenAI conventions of OpenTelemetry.</summary>
    GenAi = 1,

    /// <summary>The conventions of OpenInference.</summary>
    OpenInference = 2,

    /// <summary>Both on one span.</summary>
    Both = GenAi | OpenInference,
}
