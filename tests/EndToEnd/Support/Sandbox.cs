// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;

namespace NemoFlow.EndToEnd.Support;

/// <summary>A home, a project and a state folder for one test, and an environment that holds nothing of the user's.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    /// <summary>Comments and odd spacing: whoever rewrites the file gives himself away.</summary>
    private const string DefaultConfiguration = """
        # The user's own words.
        approval_policy   = "never"      # never ask
        sandbox_mode = 'danger-full-access'

        [tui]
        notifications = false
        """;

    public Sandbox(string? configuration = null, bool nativeHook = true)
    {
        Programs.RequireUnix();
        Root = Directory.CreateTempSubdirectory("nf-e2e-").FullName;
        CodexHome = Folder("codex-home");
        Work = Folder("work");
        State = Folder("state");
        Fired = new FiredHooks(Folder("fired"));
        File.WriteAllText(ConfigurationPath, configuration ?? DefaultConfiguration);
        File.WriteAllText(Path.Combine(CodexHome, "auth.json"), $$"""{"OPENAI_API_KEY":"{{Key}}"}""");
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = string.Join(':', Programs.AgentFolder, Path.GetDirectoryName(Programs.NemoFlow), System.Environment.GetEnvironmentVariable("PATH")),
            ["HOME"] = Folder("home"),
            ["TMPDIR"] = Folder("tmp"),
            ["LANG"] = "C.UTF-8",
            ["TERM"] = "xterm-256color",
            ["CODEX_HOME"] = CodexHome,
            ["NEMO_FLOW_STATE_DIR"] = State,
            ["DOTNET_ROOT"] = Programs.DotnetRoot,
            ["DOTNET_NOLOGO"] = "1",
        };
        if (nativeHook && Programs.NativeHook is { } hook)
        {
            Environment["NEMO_FLOW_HOOK"] = hook;
        }
    }

    /// <summary>A credential that nothing but the provider may ever see.</summary>
    public string Key { get; } = "sk-e2e-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    public string Root { get; }

    public string CodexHome { get; }

    public string Work { get; }

    public string State { get; }

    public string Sessions => Path.Combine(State, "sessions");

    public string ConfigurationPath => Path.Combine(CodexHome, "config.toml");

    public FiredHooks Fired { get; }

    public Dictionary<string, string> Environment { get; }

    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    /// <summary>Processes that were started from here, by the trace of this folder in their environment.</summary>
    public IReadOnlyList<int> Processes() => [.. Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out int id) ? id : 0)
        .Where(id => id > 0 && id != System.Environment.ProcessId && BelongsHere(id))];

    public async ValueTask DisposeAsync()
    {
        foreach (int id in Processes())
        {
            await Signals.SendAsync("KILL", id);
        }

        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (IOException)
        {
            // A process that is just dying may still write; what is left is in the temporary folder.
        }
    }

    private bool BelongsHere(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/environ").Contains(Root + "/", StringComparison.Ordinal) && !IsZombie(id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsZombie(int id)
    {
        string stat = File.ReadAllText($"/proc/{id}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].StartsWith('Z');
    }
}
