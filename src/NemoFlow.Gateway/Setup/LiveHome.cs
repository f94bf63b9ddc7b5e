// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using NemoFlow.Agents.Codex;
using NemoFlow.Agents.Install;
using NemoFlow.Engine.Setup;

namespace NemoFlow.Gateway.Setup;

/// <summary>
/// The agent's home for a trial: the hooks that are installed, and with them what keeps hooks from firing in the user's own home. What an
/// administrator set for the machine needs no copy.
/// </summary>
/// <param name="facts">The agent as it is set up.</param>
/// <param name="request">Where its hooks are.</param>
/// <param name="hooks">The hooks for the trial.</param>
internal sealed class LiveHome(AgentFacts facts, InstallRequest request, LiveHooks hooks)
{
    /// <summary>A file in which the agent finds no hooks at all.</summary>
    private static readonly string[] UnreadCodes = ["unreadable", "hooks_unreadable", "comments"];

    /// <summary>Writes the files.</summary>
    /// <param name="home">The folder.</param>
    /// <param name="models">Where model calls go.</param>
    public void Write(string home, string models)
    {
        string text = Has(UnreadCodes) ? "{}" : hooks.Only(facts.Hooks);
        if (facts.Agent == AgentKinds.Codex)
        {
            File.WriteAllText(Path.Combine(home, "hooks.json"), text);
            File.WriteAllText(Path.Combine(home, "config.toml"), CodexConfiguration(home, models));
            return;
        }

        JsonObject settings = JsonNode.Parse(text)!.AsObject();
        if (Has("hooks_off"))
        {
            settings["disableAllHooks"] = true;
        }

        if (Has("http_hooks_forbidden"))
        {
            settings["allowedHttpHookUrls"] = new JsonArray();
        }

        File.WriteAllText(Path.Combine(home, "settings.json"), settings.ToJsonString());
    }

    /// <summary>The installed hooks that the agent skips until its user has reviewed them, with what its configuration notes of each.</summary>
    public static IReadOnlyList<(string Event, string Trust)> Untrusted(AgentFacts facts, InstallRequest request) =>
        facts.Agent == AgentKinds.Codex ? CodexApprovals.Missing(request, facts.Hooks) : [];

    private bool Has(params string[] codes) => facts.Setup?.Obstacles.Any(o => codes.Contains(o.Code)) == true;

    private string CodexConfiguration(string home, string models)
    {
        string path = Path.Combine(home, "config.toml");
        StringBuilder text = new();
        text.Append(hooks.Notice())
            .Append("model_provider = \"nemo-flow-live\"\napproval_policy = \"never\"\n\n[features]\nhooks = ").Append(Has("hooks_off") ? "false" : "true")
            .Append("\n\n[model_providers.nemo-flow-live]\nname = \"NemoFlow live\"\nbase_url = \"").Append(models)
            .Append("\"\nwire_api = \"responses\"\nsupports_websockets = false\n");
        InstallRequest there = request with
        {
            UserFolder = home,
            Scope = InstallScope.User,
            Read = file => file == path ? Encoding.UTF8.GetBytes(text.ToString()) : File.Exists(file) ? File.ReadAllBytes(file) : null,
        };
        HashSet<string> idle = [.. Untrusted(facts, request).Select(u => u.Event)];
        IEnumerable<string> events = HookInstallers.Find(AgentKinds.Codex)!.Find(there).Where(h => h is { Owned: true, IsNotice: false }).Select(h => h.Event);
        List<CodexHookState> trusted = [.. events.Zip(CodexInstaller.ExpectedStates(there)).Where(p => !idle.Contains(p.First)).Select(p => p.Second)];
        InstallPlan plan = CodexInstaller.Trust(there, trusted);
        return plan.Edits.Count == 1 ? Encoding.UTF8.GetString(plan.Edits[0].After!) : text.ToString();
    }
}
