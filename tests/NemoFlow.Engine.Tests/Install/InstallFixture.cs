// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Agents.Install;
using NemoFlow.Engine.Install;
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Tests.Install;

/// <summary>A home with an agent's folder, a project, and a state folder; no agent is on its path.</summary>
internal sealed class InstallFixture : IDisposable
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    public InstallFixture()
    {
        Home = Path.Combine(Root, "home");
        Agent = Directory.CreateDirectory(Path.Combine(Home, ".codex")).FullName;
        Project = Directory.CreateDirectory(Path.Combine(Root, "project")).FullName;
        State = new StateFolder(Path.Combine(Root, "state"));
        _environment["HOME"] = Home;
        _environment["USERPROFILE"] = Home;
        _environment["PATH"] = "";
        _environment["NEMO_FLOW_STATE_DIR"] = State.Root;
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("nemo-flow-install-").FullName;

    public string Home { get; }

    public string Agent { get; }

    public string Project { get; }

    public StateFolder State { get; }

    public string Hooks => Path.Combine(Agent, "hooks.json");

    public string Configuration => Path.Combine(Agent, "config.toml");

    public Action<string> Step { get; set; } = static _ => { };

    public InstallOptions Options(ProviderRouting? routing = null, bool trust = true) => new()
    {
        Agent = AgentKinds.Codex,
        State = State,
        WorkingDirectory = Project,
        Environment = name => _environment.GetValueOrDefault(name),
        Program = ["/opt/nemo-flow/nemo-flow"],
        Routing = routing,
        TrustHooks = trust,
        Step = name => Step(name),
    };

    public async Task<InstallOutcome> InstallAsync(InstallOptions? options = null)
    {
        InstallOutcome outcome = await HookInstallService.InstallAsync(options ?? Options(), TestContext.Current.CancellationToken);
        Assert.Null(outcome.Problem);
        return outcome;
    }

    public async Task<InstallOutcome> UninstallAsync(InstallOptions? options = null)
    {
        InstallOutcome outcome = await HookInstallService.UninstallAsync(options ?? Options(), TestContext.Current.CancellationToken);
        Assert.Null(outcome.Problem);
        return outcome;
    }

    /// <summary>Every file of the agent's folder and of the project, links as what they point to.</summary>
    public Dictionary<string, string> Files() => new[] { Home, Project }
        .SelectMany(f => Directory.EnumerateFileSystemEntries(f, "*", SearchOption.AllDirectories))
        .ToDictionary(
            f => Path.GetRelativePath(Root, f),
            f => (new FileInfo(f).LinkTarget is { } target ? "-> " + target + "\n" : "")
                + (new FileInfo(f) is { Exists: true, LinkTarget: null } ? Mode(f) + Convert.ToBase64String(File.ReadAllBytes(f)) : Directory.Exists(f) ? "folder" : ""));

    public void ForgetRecords() => Directory.Delete(Path.Combine(State.Root, "installs"), recursive: true);

    public static void Write(string path, string text) => File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));

    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
    }

    private static string Mode(string path) => OperatingSystem.IsWindows() ? "" : File.GetUnixFileMode(path) + " ";
}
