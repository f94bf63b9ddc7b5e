// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Agents.Codex;
using NemoFlow.Agents.Install;
using NemoFlow.Engine.Setup;

namespace NemoFlow.Engine.Install;

/// <summary>Installations for callers that take and give the product's own types.</summary>
public static class HookInstallations
{
    /// <summary>Installs; in a dry run says what would be written. The installation is null where nothing was done, and the problem says why.</summary>
    /// <exception cref="FileEditException">A file cannot be changed.</exception>
    public static async Task<(HookInstallation? Installation, string? Problem)> InstallAsync(InstallOptions options, CancellationToken cancellation)
    {
        InstallOutcome outcome = await HookInstallService.InstallAsync(options, cancellation).ConfigureAwait(false);
        return outcome.Problem is null ? (After(options, outcome), null) : (null, outcome.Problem);
    }

    /// <summary>Takes out what is ours; in a dry run says what would be written.</summary>
    /// <exception cref="FileEditException">A file cannot be changed.</exception>
    public static async Task<(HookInstallation? Installation, string? Problem)> UninstallAsync(InstallOptions options, CancellationToken cancellation)
    {
        InstallOutcome outcome = await HookInstallService.UninstallAsync(options, cancellation).ConfigureAwait(false);
        return outcome.Problem is null ? (After(options, outcome) with { NextStep = null }, null) : (null, outcome.Problem);
    }

    /// <summary>How hooks stand. Codex is asked for its trust; nothing is written but what it said of its version.</summary>
    public static async Task<HookInstallation> ReadAsync(InstallOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        AgentFacts facts = await AgentProbe.ReadAsync(Installer(options), options, [], cancellation).ConfigureAwait(false);
        HookInstallation found = Describe(options, facts.Hooks, facts.Setup, facts.States, facts.Approved) with { Outdated = facts.Outdated, Problem = facts.Problem };
        return found.Outdated.Count > 0 ? found with { NextStep = InstallCommand(options) }
            : found.IsTrusted == false && found.Agent == AgentKinds.Codex ? found with { NextStep = InstallCommand(options) + " --trust" }
            : found;
    }

    private static IHookInstaller Installer(InstallOptions options) =>
        HookInstallers.Find(options.Agent) ?? throw new ArgumentException($"Hooks cannot be installed into '{options.Agent}'.", nameof(options));

    private static HookInstallation After(InstallOptions options, InstallOutcome outcome)
    {
        IHookInstaller installer = Installer(options);
        IReadOnlyList<InstalledHook> hooks = [];
        AgentSetup? setup = null;
        if (HookInstallService.Request(installer, options, null, out InstallRequest? request) is null)
        {
            request = InstallSession.Remembered(installer, options, request!);
            hooks = installer.Find(request);
            setup = installer.Inspect(request);
        }

        HookInstallation after = Describe(options, hooks, setup, outcome.HookStates) with
        {
            Changes = outcome.Edits.Select(Change).ToArray(),
            Originals = outcome.Edits.Count > 0 ? outcome.Record : null,
            Notes = outcome.Notes.Distinct().ToArray(),
            NextStep = "nemo-flow doctor " + options.Agent,
        };
        after = options.DryRun ? after with { HookClient = HookClientCopy.Path(options.State, options.NativeHook, options.Windows), HookClientKind = HookClientKinds.Planned(options), NextStep = null } : after;
        return after.IsTrusted == false && !options.DryRun ? after with { NextStep = InstallCommand(options) + " --trust" } : after;
    }

    private static HookInstallation Describe(InstallOptions options, IReadOnlyList<InstalledHook> hooks, AgentSetup? setup, IReadOnlyList<CodexHookState>? states, int? approved = null)
    {
        bool isLocal = Uri.TryCreate(setup?.ModelUrl, UriKind.Absolute, out Uri? url) && url.IsLoopback;
        HookInstallation found = new()
        {
            Agent = options.Agent,
            Scope = options.Scope == InstallScope.Project ? HookScope.Project : HookScope.User,
            Events = hooks.Select(h => h.Event).Distinct().ToArray(),
            Paths = hooks.Select(h => h.Path).Distinct().ToArray(),
            ByHand = hooks.Count(h => !h.Owned),
            HookClient = HookClientCopy.Path(options.State, options.Windows),
            HookClientKind = HookClientKinds.Read(options.State, options.Windows),
            Provider = setup?.Provider,
            IsRouted = isLocal && setup!.ModelUrl!.TrimEnd('/').StartsWith(options.GatewayUrl, StringComparison.OrdinalIgnoreCase),
            Obstacles = hooks.Count > 0 ? setup?.Obstacles ?? [] : [],
        };
        return hooks.Count == 0 ? found
            : approved is { } count ? found with { Trust = $"{count} of {hooks.Count} approved", IsTrusted = count >= hooks.Count }
            : found.Agent == AgentKinds.Hermes ? found
            : found.Agent != AgentKinds.Codex || hooks.All(h => h.IsNotice) ? found with { IsTrusted = true }
            : WithTrust(found, states);
    }

    private static HookInstallation WithTrust(HookInstallation found, IReadOnlyList<CodexHookState>? states)
    {

        return states is not { Count: > 0 } || states.Any(s => s.Trust is null)
            ? found
            : found with
            {
                Trust = string.Join(", ", states.GroupBy(s => s.Trust).Select(g => $"{g.Count()} {g.Key}")),
                IsTrusted = states.All(s => s.Trust is "trusted" or "managed"),
            };
    }

    private static FileChange Change(FileEdit edit) => new()
    {
        Path = edit.Path,
        Kind = edit.After is null ? FileChangeKind.Removed : edit.Before is null ? FileChangeKind.Created : FileChangeKind.Changed,
        Diff = LineDiff.Unified(edit.Path, Text(edit.Before), Text(edit.After)),
    };

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    private static string InstallCommand(InstallOptions options) =>
        $"nemo-flow install {options.Agent}" + (options.Scope == InstallScope.Project ? " --scope project" : "");
}
