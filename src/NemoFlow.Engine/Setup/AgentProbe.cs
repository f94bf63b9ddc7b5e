// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Codex;
using NemoFlow.Agents.Hermes;
using NemoFlow.Agents.Install;
using NemoFlow.Engine.HookFiles;
using NemoFlow.Engine.Install;

namespace NemoFlow.Engine.Setup;

/// <summary>Looks at an agent: its executable, its configuration, what it says itself, and its latest session.</summary>
public static class AgentProbe
{
    /// <summary>The facts. Codex is asked for its hooks; nothing is written.</summary>
    public static async Task<AgentFacts> ReadAsync(IHookInstaller installer, InstallOptions options, IReadOnlyList<Session> sessions, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(installer);
        ArgumentNullException.ThrowIfNull(options);
        AgentFinder finder = new(options.State, options.Environment, options.Time);
        (string Path, bool OnPath)? found = finder.Find(installer.Agent, options.WorkingDirectory);
        Version? version = found is { } place ? await finder.VersionAsync(place.Path).ConfigureAwait(false) : null;
        AgentFacts facts = new()
        {
            Agent = installer.Agent,
            Executable = found?.Path,
            BrokenLink = found is null ? finder.BrokenLink(installer.Agent, options.WorkingDirectory) : null,
            OnPath = found?.OnPath == true,
            Version = version,
            Minimum = installer.MinimumVersion,
            LatestSession = FiredHooks.Latest(options.State, sessions.Where(s => s.Agent == installer.Agent)),
            HasRuns = sessions.Any(s => s.Agent == installer.Agent),
        };
        if (HookInstallService.Request(installer, options, version, out InstallRequest? request) is not null)
        {
            return facts;
        }

        try
        {
            return await ReadConfigurationAsync(facts, installer, options, InstallSession.Remembered(installer, options, request!), found?.Path, cancellation).ConfigureAwait(false);
        }
        catch (FileEditException e)
        {
            return facts with { Problem = e.Message };
        }
    }

    /// <summary>The file of the folder that agents are looked at from, where an installation wrote hooks into it.</summary>
    private static string? ProjectHooks(IHookInstaller installer, InstallOptions options) => options.Scope == InstallScope.User
        && HookInstallService.Request(installer, options with { Scope = InstallScope.Project }, null, out InstallRequest? request) is null
            ? installer.Find(request!).FirstOrDefault(h => h is { Owned: true, IsNotice: false })?.Path
            : null;

    private static bool Same(string one, string other) => RealPath.Of(one) == RealPath.Of(other);

    private static async Task<AgentFacts> ReadConfigurationAsync(
        AgentFacts facts, IHookInstaller installer, InstallOptions options, InstallRequest request, string? executable, CancellationToken cancellation)
    {
        IReadOnlyList<InstalledHook> hooks = installer.Find(request);
        InstallPlan plan = installer.Install(request);
        AgentSetup setup = installer.Inspect(request);
        IReadOnlyList<CodexHookState>? states = null;
        if (installer.Agent == AgentKinds.Codex && executable is not null && hooks.Any(h => h is { Owned: true, IsNotice: false }))
        {
            IReadOnlyList<CodexHookState>? all = await CodexHookQuery.ListAsync(executable, options, cancellation).ConfigureAwait(false);
            states = all is null ? null : [.. all.Where(s => hooks.Any(h => h.Owned && h.Command == s.Command))];
        }

        return facts with
        {
            Hooks = hooks,
            ProjectHooks = hooks.Any(h => h.Owned) && ProjectHooks(installer, options) is { } file && hooks.All(h => !Same(h.Path, file)) ? file : null,
            InstalledAt = hooks.Count > 0 && File.Exists(hooks[0].Path) ? new DateTimeOffset(File.GetLastWriteTimeUtc(hooks[0].Path), TimeSpan.Zero) : null,
            Problem = plan.Problem,
            Outdated = hooks.Count == 0 ? [] : [.. plan.Edits.Select(e => e.Path)],
            Setup = setup,
            States = states,
            Approved = installer.Agent == AgentKinds.Hermes ? HermesApprovals.Count(request, hooks) : null,
        };
    }
}
