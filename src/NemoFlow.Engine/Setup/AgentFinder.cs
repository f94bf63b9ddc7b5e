// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.Engine.Install;
using NemoFlow.Engine.Running;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Setup;

/// <summary>
/// Finds agents on the path and in the folders where package managers put them. What an executable said about its version is kept in the
/// state folder for as long as the file stays the same.
/// </summary>
public sealed class AgentFinder(StateFolder state, Func<string, string?> environment, TimeProvider time)
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);

    private string CachePath => Path.Combine(state.Root, "agents.json");

    /// <summary>The agent's executable and whether it is on the path; null where there is none.</summary>
    public (string Path, bool OnPath)? Find(string agent, string workingDirectory)
    {
        string command = AgentPrograms.Command(agent);
        if (ExecutableFinder.Find(command, environment, workingDirectory) is { } onPath)
        {
            return (onPath, true);
        }

        string elsewhere = string.Join(Path.PathSeparator, Folders().Where(Directory.Exists));
        return elsewhere.Length > 0 && ExecutableFinder.Find(command, n => n == "PATH" ? elsewhere : environment(n), workingDirectory) is { } found ? (found, false) : null;
    }

    /// <summary>A link of the agent's name on the path or in those folders that leads nowhere; null where there is none.</summary>
    public string? BrokenLink(string agent, string workingDirectory) => (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(f => Path.GetFullPath(f, workingDirectory)).Concat(Folders())
        .Select(f => new FileInfo(Path.Combine(f, AgentPrograms.Command(agent))))
        .FirstOrDefault(f => f.LinkTarget is not null && f.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true })?.FullName;

    /// <summary>The executable's version, asked once for each state of the file.</summary>
    public async Task<Version?> VersionAsync(string executable)
    {
        FileInfo file = new(File.ResolveLinkTarget(executable, returnFinalTarget: true)?.FullName ?? executable);
        string stamp = string.Create(CultureInfo.InvariantCulture, $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}");
        JsonObject cache = ReadCache();
        if ((string?)cache[stamp] is { } known && Version.TryParse(known, out Version? version))
        {
            return version;
        }

        version = await AgentProcess.ProbeVersionAsync(OperatingSystem.IsWindows() ? WindowsShim.Unwrap(executable) : [executable], ProbeLimit, time).ConfigureAwait(false);
        if (version is not null)
        {
            foreach (string old in cache.Select(e => e.Key).Where(k => k.StartsWith(file.FullName + "|", StringComparison.Ordinal)).ToList())
            {
                cache.Remove(old);
            }

            cache[stamp] = version.ToString();
            WriteCache(cache);
        }

        return version;
    }

    private List<string> Folders()
    {
        if (OperatingSystem.IsWindows())
        {
            return environment("APPDATA") is { Length: > 0 } roaming ? [Path.Combine(roaming, "npm")] : [];
        }

        List<string> folders = ["/usr/local/bin", "/opt/homebrew/bin", "/home/linuxbrew/.linuxbrew/bin", "/usr/bin"];
        if ((environment("npm_config_prefix") ?? environment("NPM_CONFIG_PREFIX") ?? NpmPrefix()) is { Length: > 0 } prefix)
        {
            folders.Add(Path.Combine(prefix, "bin"));
        }

        if (environment("HOME") is { Length: > 0 } home)
        {
            folders.AddRange(((string[])[".local/bin", ".npm-global/bin", ".npm/bin", ".cargo/bin", ".bun/bin", ".volta/bin", ".claude/local", "bin"]).Select(f => Path.Combine(home, f)));
            string nvm = Path.Combine(home, ".nvm", "versions", "node");
            folders.AddRange(Directory.Exists(nvm) ? Directory.EnumerateDirectories(nvm).OrderDescending(StringComparer.Ordinal).Select(v => Path.Combine(v, "bin")) : []);
        }

        return folders;
    }

    /// <summary>Where <c>npm install -g</c> puts programs, by the user's own setting.</summary>
    private string? NpmPrefix()
    {
        if (environment("HOME") is not { Length: > 0 } home)
        {
            return null;
        }

        try
        {
            string? line = File.ReadLines(environment("NPM_CONFIG_USERCONFIG") is { Length: > 0 } file ? file : Path.Combine(home, ".npmrc"))
                .LastOrDefault(l => l.Split('=')[0].Trim() == "prefix" && l.Contains('=', StringComparison.Ordinal));
            string? prefix = line?[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim().Trim('"', '\'').Replace("${HOME}", home, StringComparison.Ordinal);
            return prefix?.StartsWith("~/", StringComparison.Ordinal) == true ? Path.Combine(home, prefix[2..]) : prefix;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private JsonObject ReadCache()
    {
        try
        {
            return File.Exists(CachePath) ? JsonNode.Parse(File.ReadAllText(CachePath)) as JsonObject ?? [] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    private void WriteCache(JsonObject cache)
    {
        try
        {
            if (Directory.Exists(state.Root))
            {
                AtomicFile.Write(CachePath, System.Text.Encoding.UTF8.GetBytes(cache.ToJsonString()));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is asked again next time.
        }
    }
}
