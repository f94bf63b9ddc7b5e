// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Common;

/// <summary>Keeps an agent from looking for this machine behind a proxy.</summary>
public static class NoProxy
{
    private static readonly string[] ThisMachine = ["127.0.0.1", "localhost", "::1"];

    /// <summary>The variables that name a proxy.</summary>
    public static IReadOnlyList<string> ProxyVariables { get; } = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

    /// <summary>The names of the variable that lists exceptions.</summary>
    public static IReadOnlyList<string> Names { get; } = ["NO_PROXY", "no_proxy"];

    /// <summary>A list of exceptions with this machine added.</summary>
    public static string WithThisMachine(string? others) =>
        string.Join(',', (others ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Concat(ThisMachine).Distinct());
}
