// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>What a scripted tool call becomes on the wire.</summary>
public enum ToolKind
{
    /// <summary>A shell command, in whatever form the request's tools offer one.</summary>
    Shell,

    /// <summary>A <c>function_call</c> item as written.</summary>
    Function,

    /// <summary>A <c>custom_tool_call</c> item: free text instead of JSON arguments.</summary>
    Custom,

    /// <summary>A <c>local_shell_call</c> item.</summary>
    LocalShell,

    /// <summary>A <c>web_search_call</c> item, which the provider itself carries out.</summary>
    WebSearch,

    /// <summary>Starts a subagent, through whichever multi-agent tools the request offers.</summary>
    SpawnAgent,

    /// <summary>Waits for the subagents started so far.</summary>
    WaitAgent,

    /// <summary>Closes the newest subagent, or interrupts it where there is no tool to close one.</summary>
    CloseAgent,

    /// <summary>An output item given in full, for what has no kind of its own.</summary>
    Raw,
}
