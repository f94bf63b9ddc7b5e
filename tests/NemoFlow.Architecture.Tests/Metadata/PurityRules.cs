// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Architecture.Tests.Metadata;

/// <summary>
/// What a pure room may not name: files, sockets, processes, clocks, threads, chance and the environment. The same input then gives
/// the same output for ever, which is what lets old sessions be folded again.
/// </summary>
internal static class PurityRules
{
    private static readonly string[] Namespaces =
        ["System.Net", "System.IO.Pipes", "System.IO.MemoryMappedFiles", "System.IO.IsolatedStorage", "System.Timers", "Microsoft.Win32"];

    private static readonly HashSet<string> HarmlessTypes =
        new(["System.Net.HttpStatusCode", "System.Net.WebUtility"], StringComparer.Ordinal);

    private static readonly HashSet<string> Types = new(
        [
            "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.IO.DirectoryInfo",
            "System.IO.DriveInfo", "System.IO.FileSystemInfo", "System.IO.FileSystemWatcher", "System.IO.RandomAccess",
            "System.Diagnostics.Process", "System.Diagnostics.ProcessStartInfo", "System.Diagnostics.Stopwatch",
            "System.Threading.Thread", "System.Threading.ThreadPool", "System.Threading.Timer", "System.Threading.PeriodicTimer",
            "System.Threading.Mutex", "System.Threading.Semaphore", "System.Threading.SemaphoreSlim", "System.Threading.EventWaitHandle",
            "System.Threading.ManualResetEvent", "System.Threading.ManualResetEventSlim", "System.Threading.AutoResetEvent",
            "System.Threading.Tasks.Parallel", "System.Threading.Tasks.TaskFactory",
            "System.TimeProvider", "System.Console", "System.Random", "System.Security.Cryptography.RandomNumberGenerator",
        ],
        StringComparer.Ordinal);

    private static readonly HashSet<string> Members = new(
        [
            "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today",
            "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
            "System.Environment::GetEnvironmentVariable", "System.Environment::GetEnvironmentVariables",
            "System.Environment::GetFolderPath", "System.Environment::get_CurrentDirectory", "System.Environment::get_TickCount",
            "System.Environment::get_TickCount64", "System.Environment::get_MachineName", "System.Environment::get_UserName",
            "System.Guid::NewGuid", "System.Guid::CreateVersion7", "System.Threading.Tasks.Task::Run", "System.Threading.Tasks.Task::Delay",
        ],
        StringComparer.Ordinal);

    /// <summary>Impure types and members that an assembly names.</summary>
    public static IEnumerable<string> Impurities(AssemblyFacts facts) =>
        facts.Types.Where(IsImpureType).Concat(facts.Members.Where(Members.Contains)).Distinct().Order(StringComparer.Ordinal)
            .Select(name => $"{facts.Name} names {name}: it must stay pure. Take the value as a parameter, and let NemoFlow.Engine fetch it.");

    private static bool IsImpureType(string type) =>
        Types.Contains(type)
        || (!HarmlessTypes.Contains(type) && Namespaces.Any(n => type.StartsWith(n + ".", StringComparison.Ordinal)));
}
