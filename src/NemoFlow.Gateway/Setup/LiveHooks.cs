// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.Agents.Codex;
using NemoFlow.Agents.Install;
using NemoFlow.Configuration.Toml;
using NemoFlow.Storage.Files;

namespace NemoFlow.Gateway.Setup;

/// <summary>The installed hooks, word for word but for where they report to: another gateway, and another state folder if that is not there.</summary>
/// <param name="request">Where the hooks are installed.</param>
/// <param name="user">The user's state folder.</param>
/// <param name="own">The state folder of the try.</param>
/// <param name="url">The gateway of the try.</param>
internal sealed class LiveHooks(InstallRequest request, StateFolder user, StateFolder own, string url)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>A hooks file with these hooks and nobody else's.</summary>
    public string Only(IEnumerable<InstalledHook> hooks)
    {
        JsonObject events = [];
        foreach (InstalledHook hook in hooks.Where(h => !h.IsNotice))
        {
            JsonNode file = JsonNode.Parse(request.Read(hook.Path), null, Lenient)!;
            JsonObject handler = (JsonObject)file["hooks"]![hook.Event]![hook.Group]!["hooks"]![hook.Handler]!.DeepClone();
            if ((string?)handler["command"] is { } command)
            {
                handler["command"] = Redirected(command);
            }

            if ((string?)handler["url"] is { } address)
            {
                handler["url"] = url + new Uri(address).PathAndQuery;
            }

            if (events[hook.Event] is not JsonArray groups)
            {
                events[hook.Event] = groups = [];
            }

            groups.Add(new JsonObject { ["hooks"] = new JsonArray(handler) });
        }

        return new JsonObject { ["hooks"] = events }.ToJsonString();
    }

    /// <summary>Codex's <c>notify</c> setting as a line, where it is installed; else empty.</summary>
    public string Notice() => request.Scope == InstallScope.User && CodexInstaller.Notify(request) is { } words
        ? $"notify = {TomlLiteral.Array([.. words.Select(w => TomlLiteral.Of(Redirected(w)))]).Text}\n"
        : "";

    private string Redirected(string text) => text.Replace("--state-dir=" + user.Root, "--state-dir=" + own.Root, StringComparison.Ordinal);
}
