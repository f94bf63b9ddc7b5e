// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Agents.Codex;

/// <summary>
/// Codex's <c>notify</c>: one program that it starts at the end of every turn with the turn as JSON behind its arguments. It needs no
/// review and runs where an administrator locks hooks, but tells no more than prompt, answer and ids.
/// </summary>
internal static class CodexNotify
{
    /// <summary>The option behind which Codex puts the JSON.</summary>
    public const string Option = "--notify";

    /// <summary>Where the setting stands.</summary>
    public static readonly string[] Key = ["notify"];

    /// <summary>The setting of an installation.</summary>
    public static TomlLiteral Setting(InstallRequest request) =>
        TomlLiteral.Array([.. request.HookClient.Concat([AgentKinds.Codex, HookMark.Option, Option]).Select(w => TomlLiteral.Of(w))]);

    /// <summary>The setting for one run, as an override: it goes to the gateway that the environment names.</summary>
    public static string Override(IReadOnlyList<string> hookClient) =>
        Key[0] + "=" + TomlLiteral.Array([.. hookClient.Concat([AgentKinds.Codex, Option]).Select(w => TomlLiteral.Of(w))]).Text;

    /// <summary>The program that Codex would start: the first of these that names one, where that is not ours; null where none does.</summary>
    public static string? Foreign(IEnumerable<TomlTable?> layers) =>
        layers.FirstOrDefault(l => l is not null && Command(l) is not null) is { } layer ? Foreign(layer) : null;

    /// <summary>The command of the setting where it is ours; null where there is none, or another's.</summary>
    public static string? Owned(TomlTable root) => Command(root) is { } command && command.Contains("nemo-flow", StringComparison.OrdinalIgnoreCase)
        && command.EndsWith($" {AgentKinds.Codex} {HookMark.Option} {Option}", StringComparison.Ordinal) ? command : null;

    /// <summary>The program of the user's own; null where there is none.</summary>
    public static string? Foreign(TomlTable root) => Owned(root) is null ? Command(root) : null;

    /// <summary>The installed program as a hook.</summary>
    public static InstalledHook? Find(InstallRequest request)
    {
        string path = CodexFiles.UserConfiguration(request);
        try
        {
            return request.Scope == InstallScope.User && request.Read(path) is { } bytes && Owned(InstallText.Toml(bytes, path).Root) is { } command
                ? new InstalledHook(path, Key[0], 0, 0, command, Owned: true)
                : null;
        }
        catch (TomlException)
        {
            return null;
        }
    }

    /// <summary>Whether the program takes the place of hooks: the user wants it, or hooks of users are locked, or it is there already.</summary>
    public static bool IsWanted(InstallRequest request) => request.Notify ?? (Find(request) is not null || CodexSetup.Lock(request) is not null);

    private static string? Command(TomlTable root) => root.TryGet(Key) is TomlArray words
        ? string.Join(' ', words.Items.OfType<TomlScalar>().Select(w => w.Value as string))
        : root.TryGet(Key)?.SourceText;
}
