// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Otlp;

/// <summary>Tools of MCP servers, which agents name <c>mcp__server__tool</c>.</summary>
/// <param name="Server">The server.</param>
/// <param name="Tool">The tool.</param>
internal sealed record McpTool(string Server, string Tool)
{
    private const string Prefix = "mcp__";

    /// <summary>Null where the tool is none.</summary>
    public static McpTool? Of(ToolCall call) => Of(call.Name) ?? (call.HookName is { } name ? Of(name) : null);

    private static McpTool? Of(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        string rest = name[Prefix.Length..];
        int gap = rest.IndexOf("__", StringComparison.Ordinal);
        return gap > 0 && gap + 2 < rest.Length ? new McpTool(rest[..gap], rest[(gap + 2)..]) : null;
    }
}
