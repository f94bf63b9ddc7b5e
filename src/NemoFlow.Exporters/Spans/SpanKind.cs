// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Spans;

/// <summary>What a span stands for in the protocol; the value is the protocol's.</summary>
public enum SpanKind
{
    /// <summary>Work within the agent.</summary>
    Internal = 1,

    /// <summary>A request to another system.</summary>
    Client = 3,
}
