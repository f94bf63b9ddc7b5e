// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Codex;
using NemoFlow.Agents.Install;
using NemoFlow.Engine.Running;

namespace NemoFlow.Engine.Install;

/// <summary>Installs hooks into agents and takes them out again: plans, applies, remembers.</summary>
public static class HookInstallService
{
    private const int Attempts = 8;

    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);

    /// <summary>Installs, or says in a dry run what would be written.</summary>
    /// <exception cref="FileEditException">A file cannot be changed.</exception>
    public static async Task<InstallOutcome> InstallAsync(InstallOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (HookInstallers.Find(options.Agent) is not { } installer)
        {
            return Unknown(options.Agent);
        }

        string? agent = ExecutableFinder.Find(AgentPrograms.Command(options.Agent), options.Environment, options.WorkingDirectory);
        Version? version = agent is null ? null : await AgentProcess.ProbeVersionAsync(WindowsShim.Unwrap(agent), ProbeLimit, options.Time).ConfigureAwait(false);
        if (Request(installer, options, version, out InstallRequest? request) is { } problem)
        {
            return new InstallOutcome { Problem = problem };
        }

        InstallSession session = new(installer, options, request!);
        using IDisposable? guard = options.DryRun ? null : await LockAsync(installer, options, request!, cancellation).ConfigureAwait(false);
        if (OtherScope.OfProject(installer, request!, new InstallStore(options.State)) is { } project)
        {
            return new InstallOutcome { Problem = $"the project {project} has NemoFlow's hooks already, and its sessions would be recorded twice. Take them out first, in that folder: nemo-flow uninstall {options.Agent} --scope project" };
        }

        if (OtherScope.OfUser(installer, request!) is { } user)
        {
            return LeaveToUser(session, installer, request!, user);
        }

        if (session.Run(r => installer.Install(r)) is { } failed)
        {
            return new InstallOutcome { Problem = failed };
        }

        if (!options.DryRun)
        {
            options.Step("hook client");
            HookClientCopy.Ensure(options.State, options.Program, options.NativeHook, options.Windows);
        }

        List<CodexHookState> states = [];
        if (options.Agent == AgentKinds.Codex)
        {
            states = [.. await TrustAsync(session, options, agent, cancellation).ConfigureAwait(false)];
        }

        return session.Outcome() with { HookStates = states };
    }

    /// <summary>Takes out what is ours, or says in a dry run what would be written.</summary>
    /// <exception cref="FileEditException">A file cannot be changed.</exception>
    public static async Task<InstallOutcome> UninstallAsync(InstallOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (HookInstallers.Find(options.Agent) is not { } installer)
        {
            return Unknown(options.Agent);
        }

        if (Request(installer, options, null, out InstallRequest? request) is { } problem)
        {
            return new InstallOutcome { Problem = problem };
        }

        InstallSession session = new(installer, options, request!);
        using IDisposable? guard = options.DryRun ? null : await LockAsync(installer, options, request!, cancellation).ConfigureAwait(false);
        return session.Remove() is { } failed ? new InstallOutcome { Problem = failed } : session.Outcome();
    }

    /// <summary>What an installation of these options is planned from.</summary>
    public static string? Request(IHookInstaller installer, InstallOptions options, Version? version, out InstallRequest? request)
    {
        ArgumentNullException.ThrowIfNull(installer);
        ArgumentNullException.ThrowIfNull(options);
        request = null;
        if (installer.UserFolder(options.Environment) is not { } folder)
        {
            return "there is no home folder: set HOME.";
        }

        request = new InstallRequest
        {
            Scope = options.Scope,
            UserFolder = Path.GetFullPath(folder, options.WorkingDirectory),
            ProjectFolder = options.WorkingDirectory,
            HookClient = HookClientCopy.Words(options),
            Windows = options.Windows,
            CommandsOnly = options.CommandsOnly,
            Environment = options.Environment,
            ListFiles = static folder => Directory.Exists(folder) ? Directory.GetFiles(folder) : [],
            GatewayUrl = options.GatewayUrl,
            Routing = options.Routing,
            Notify = options.Notify,
            AgentVersion = version,
            Read = path => Read(path, [options.WorkingDirectory, Path.GetFullPath(folder, options.WorkingDirectory)]),
        };
        return null;
    }

    /// <summary>The user's hooks tell of the project's sessions, too: what an earlier installation put into the project goes.</summary>
    private static InstallOutcome LeaveToUser(InstallSession session, IHookInstaller installer, InstallRequest request, string user)
    {
        if (request.Routing is ProviderRouting.Alias or ProviderRouting.BuiltIn)
        {
            return new InstallOutcome { Problem = $"NemoFlow's hooks in {user} record this project already: choose --provider for all your sessions (leave out --scope), or take those hooks out first: nemo-flow uninstall {installer.Agent}" };
        }

        if (installer.Find(session.Request()).Any(h => h.Owned) && session.Remove() is { } failed)
        {
            return new InstallOutcome { Problem = failed };
        }

        session.Note($"the hooks in {user} record the sessions of this project already: with others in the project each event would be recorded twice, so none are added.");
        return session.Outcome();
    }

    /// <summary>From here on nobody else installs; what others left when they were killed is gone.</summary>
    private static async Task<IDisposable> LockAsync(IHookInstaller installer, InstallOptions options, InstallRequest request, CancellationToken cancellation)
    {
        IDisposable guard = await InstallLock.TakeAsync(options.State, options.Time, cancellation).ConfigureAwait(false);
        InstallLeftovers.Remove(installer, request, options.State);
        return guard;
    }

    internal static string? Retry(Func<bool> attempt)
    {
        for (int i = 0; i < Attempts; i++)
        {
            if (attempt())
            {
                return null;
            }
        }

        return "the configuration is being changed by another program again and again; nothing was written. Try again when it is done.";
    }

    /// <summary>What belongs to an administrator may be closed to the user, and then says nothing.</summary>
    private static byte[]? Read(string path, IEnumerable<string> own)
    {
        try
        {
            return FileEditApplier.Read(path);
        }
        catch (FileEditException) when (!own.Any(f => path.StartsWith(f, StringComparison.Ordinal)))
        {
            return null;
        }
    }

    private static InstallOutcome Unknown(string agent) => new()
    {
        Problem = $"hooks cannot be installed into '{agent}' by this version: use {string.Join(", ", HookInstallers.All.Select(i => i.Agent))}.",
    };

    /// <summary>Asks Codex what it makes of our hooks; trusts them where the user wants that.</summary>
    private static async Task<IReadOnlyList<CodexHookState>> TrustAsync(InstallSession session, InstallOptions options, string? codex, CancellationToken cancellation)
    {
        IReadOnlyList<CodexHookState>? states = codex is null || options.DryRun
            ? null
            : await CodexHookQuery.ListAsync(codex, options, cancellation).ConfigureAwait(false);
        IReadOnlyList<CodexHookState> expected = CodexInstaller.ExpectedStates(session.Request());
        if (!options.TrustHooks || expected.Count == 0)
        {
            return states is null ? expected : Ours(states, expected);
        }

        IReadOnlyList<CodexHookState> wanted = states is null ? expected : Ours(states, expected);
        if (states is null && !options.DryRun)
        {
            session.Note("Codex itself could not be asked for the hashes of its hooks: they were computed. Check with: nemo-flow doctor");
        }

        if (session.Run(r => CodexInstaller.Trust(r, [.. wanted.Where(s => s.Trust is not "managed")])) is { } failed)
        {
            session.Note("the hooks could not be trusted: " + failed);
            return wanted;
        }

        states = codex is null || options.DryRun ? null : await CodexHookQuery.ListAsync(codex, options, cancellation).ConfigureAwait(false);
        return states is null ? wanted : Ours(states, expected);
    }

    private static List<CodexHookState> Ours(IReadOnlyList<CodexHookState> all, IReadOnlyList<CodexHookState> expected) =>
        [.. all.Where(s => expected.Any(e => e.Command == s.Command))];
}
