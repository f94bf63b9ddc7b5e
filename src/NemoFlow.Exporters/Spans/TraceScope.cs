// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Spans;

/// <summary>What makes one trace.</summary>
public enum TraceScope
{
    /// <summary>A turn, with the subagents it launched; the turns of a session are joined by the conversation's id.</summary>
    Turn,

    /// <summary>A session.</summary>
    Session,
}
