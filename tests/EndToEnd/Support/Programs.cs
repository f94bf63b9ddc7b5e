// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using NemoFlow.Tests;

namespace NemoFlow.EndToEnd.Support;

/// <summary>The programs under test: what was built here, and the agents that <c>npm ci</c> installed.</summary>
internal static class Programs
{
    public static readonly string Room = Path.Combine(RepositoryPaths.Root, "tests", "EndToEnd");

    private static readonly string Output = Path.Combine(RepositoryPaths.Root, "output", "obj");

    /// <summary>Built in the configuration in which these tests were built.</summary>
    public static string NemoFlow { get; } = Path.Combine(
        Output, "bin", "NemoFlow.Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "nemo-flow");

    /// <summary>The hook client as native code where somebody has published it; null otherwise.</summary>
    public static string? NativeHook { get; } = FindNativeHook();

    public static string AgentFolder { get; } = Path.Combine(Room, "node_modules", ".bin");

    public static string Codex { get; } = Path.Combine(AgentFolder, "codex");

    /// <summary>The runtime that runs these tests, wherever that was installed.</summary>
    public static string DotnetRoot { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>Skips the test where it cannot be run, and says what is missing.</summary>
    public static void RequireCodex()
    {
        RequireUnix();
        Assert.SkipUnless(File.Exists(Codex), "Codex is not installed for the tests: npm ci --prefix tests/EndToEnd");
    }

    /// <summary>The same for Claude Code.</summary>
    public static void RequireClaude()
    {
        RequireUnix();
        Assert.SkipUnless(File.Exists(Path.Combine(AgentFolder, "claude")), "Claude Code is not installed for the tests: npm ci --prefix tests/EndToEnd");
    }

    public static void RequireUnix() => Assert.SkipUnless(OperatingSystem.IsLinux(), "These tests use shell hooks, signals and /proc.");

    private static string? FindNativeHook()
    {
        string folder = Path.Combine(Output, "publish", "NemoFlow.Hook");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "nemo-flow-hook", SearchOption.AllDirectories).OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault()
            : null;
    }
}
