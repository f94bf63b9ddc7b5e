// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Spans;

/// <summary>How a span ended; the value is the protocol's.</summary>
public enum SpanStatus
{
    /// <summary>Nothing is said of it.</summary>
    Unset = 0,

    /// <summary>Well.</summary>
    Ok = 1,

    /// <summary>With an error.</summary>
    Error = 2,
}
