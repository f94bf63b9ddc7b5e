// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Json;

namespace NemoFlow.Agents.Install;

/// <summary>What is alike for agents that keep hooks in a JSON file: installing, finding and removing ours, and saying what is wrong with the file.</summary>
/// <param name="agent">The agent.</param>
/// <param name="grouped">Whether an event's list holds groups of handlers rather than handlers.</param>
/// <param name="what">What errors call the file, for example <c>Cursor's hooks</c>.</param>
internal sealed class JsonHooksFile(string agent, bool grouped, string what)
{
    private readonly HookTable _table = new(agent, grouped);

    /// <summary>Adds what is missing to the file and mends what differs; hooks put in by hand are left alone, which a note says.</summary>
    public void Install(JsoncEditor editor, string path, IReadOnlyList<HookDefinition> wanted, List<string> notes)
    {
        IReadOnlyList<string> byHand = _table.Install(editor, wanted);
        if (byHand.Count > 0)
        {
            notes.Add(InstallText.ByHand(path, byHand));
        }
    }

    /// <summary>Takes ours out; null where nothing changes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">The file.</param>
    /// <param name="revert">Takes back settings beside the hooks; told the file as it was before the first installation.</param>
    public FileEdit? Uninstall(InstallRequest request, string path, Action<JsoncEditor, JsoncContainer?>? revert = null)
    {
        byte[]? before = request.Read(path);
        if (InstallText.IsBlank(before))
        {
            return null;
        }

        byte[]? originalBytes = request.Original(path);
        JsoncContainer? original = InstallText.IsBlank(originalBytes) ? null : InstallText.Json(originalBytes, path).Root as JsoncContainer;
        JsoncEditor editor = InstallText.Json(before, path).Edit();
        string text = editor.Document.ToString();
        _table.Uninstall(editor, original);
        revert?.Invoke(editor, original);
        string after = editor.Document.ToString();
        return after == text ? null : InstallText.EditOrRemove(path, before, after, originalBytes);
    }

    /// <summary>The hooks that report to NemoFlow; empty too where the file cannot be read.</summary>
    public IReadOnlyList<InstalledHook> Find(InstallRequest request, string path)
    {
        try
        {
            return request.Read(path) is { } bytes && !InstallText.IsBlank(bytes) ? [.. _table.In(InstallText.Json(bytes, path), path)] : [];
        }
        catch (JsoncException)
        {
            return [];
        }
    }

    /// <summary>Makes a plan; a file that is malformed makes it impossible.</summary>
    public InstallPlan Plan(Func<InstallPlan> plan)
    {
        try
        {
            return plan();
        }
        catch (JsoncException e)
        {
            bool wrongShape = e.Reason.StartsWith("Expected a JSON object", StringComparison.Ordinal) || e.Reason.StartsWith("Expected 'hooks", StringComparison.Ordinal);
            return InstallPlan.Impossible((wrongShape ? "hook config must be a JSON object with lists of hooks: " : $"invalid JSON in {what}, which were left as they are: ") + e.Message);
        }
    }
}
