// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;

namespace NemoFlow.Engine.Install;

/// <summary>One installation under way: plans are made from the files as they are, and remembered before they are carried out.</summary>
internal sealed class InstallSession(IHookInstaller installer, InstallOptions options, InstallRequest request)
{
    private readonly InstallStore _store = new(options.State);
    private readonly FileEditApplier _applier = new() { Step = options.Step };
    private readonly Dictionary<string, FileEdit> _done = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];
    private readonly string _folder = request.Scope == InstallScope.User ? request.UserFolder : request.ProjectFolder;
    private InstallRecord? _dryRecord;
    private bool _removed;

    /// <summary>A request with what earlier installations remembered.</summary>
    public static InstallRequest Remembered(IHookInstaller installer, InstallOptions options, InstallRequest request) => new InstallSession(installer, options, request).Request();

    public void Note(string note) => _notes.Add(note);

    /// <summary>The request, with what is remembered and, in a dry run, with the files as they would be by now.</summary>
    public InstallRequest Request()
    {
        InstallRecord? record = Record();
        return request with
        {
            Read = path => options.DryRun && _done.TryGetValue(path, out FileEdit? edit) ? edit.After : request.Read(path),
            Changes = record?.Changes ?? [],
            Original = path => record?.File(path)?.Original,
        };
    }

    /// <summary>Plans and carries out; gives the problem where there is one.</summary>
    public string? Run(Func<InstallRequest, InstallPlan> plan)
    {
        string? problem = null;
        string? contested = HookInstallService.Retry(() =>
        {
            InstallRequest current = Request();
            InstallPlan made = plan(current);
            problem = made.Problem;
            if (problem is not null)
            {
                return true;
            }

            if (made.Edits.Count > 0 || !SameChanges(current.Changes, made.Changes))
            {
                Remember(current, made);
                if (!options.DryRun && !_applier.TryApply(made.Edits))
                {
                    return false;
                }
            }

            Keep(made.Edits);
            _notes.AddRange(made.Notes);
            return true;
        });
        return problem ?? contested;
    }

    /// <summary>Takes the installation out; gives the problem where there is one.</summary>
    public string? Remove()
    {
        string? problem = null;
        InstallRecord? record = Record();
        string? contested = HookInstallService.Retry(() =>
        {
            InstallPlan plan = installer.Uninstall(Request());
            Dictionary<string, FileEdit> edits = plan.Edits.ToDictionary(e => e.Path, StringComparer.Ordinal);
            foreach (InstalledFile file in record?.Files ?? [])
            {
                // Nobody else has touched it: what was there before comes back byte for byte.
                byte[]? current = FileEditApplier.Read(file.Path);
                if (InstallStore.Hash(current) == file.Written && current is not null)
                {
                    edits[file.Path] = new FileEdit(file.Path, current, file.Original);
                }
            }

            edits = edits.Where(e => !Same(e.Value)).ToDictionary(StringComparer.Ordinal);
            problem = edits.Count == 0 ? plan.Problem : null;
            if (problem is not null)
            {
                return true;
            }

            if (!options.DryRun && !_applier.TryApply([.. edits.Values]))
            {
                return false;
            }

            Keep(edits.Values);
            return true;
        });
        if (problem is null && contested is null && !options.DryRun)
        {
            Forget(record);
        }

        _removed = true;
        return problem ?? contested;
    }

    public InstallOutcome Outcome() => new()
    {
        Edits = [.. _done.Values],
        Notes = _notes,
        Record = !_removed && !options.DryRun && Record() is not null ? _store.PathOf(installer.Agent, _folder) : null,
    };

    private static bool SameChanges(IReadOnlyList<SettingChange> one, IReadOnlyList<SettingChange> other) =>
        one.Count == other.Count && one.Zip(other).All(p => p.First.Path == p.Second.Path && p.First.Value == p.Second.Value && p.First.Key.SequenceEqual(p.Second.Key));

    private static bool Same(FileEdit edit) => edit.Before is null ? edit.After is null : edit.After is not null && edit.Before.AsSpan().SequenceEqual(edit.After);

    private InstallRecord? Record() => options.DryRun && _dryRecord is not null ? _dryRecord : _store.Read(installer.Agent, _folder);

    /// <summary>Written before the files are: an installation that was cut off can be taken out, too.</summary>
    private void Remember(InstallRequest current, InstallPlan plan)
    {
        InstallRecord? record = Record();
        InstallPlan without = installer.Uninstall(current);
        List<InstalledFile> files = [.. record?.Files ?? []];
        foreach (FileEdit edit in plan.Edits)
        {
            InstalledFile? known = record?.File(edit.Path);
            byte[]? original = known is not null && InstallStore.Hash(edit.Before) == known.Written
                ? known.Original
                : without.Edits.FirstOrDefault(e => e.Path == edit.Path) is { } removal ? removal.After : edit.Before;
            files.RemoveAll(f => f.Path == edit.Path);
            files.Add(new InstalledFile(edit.Path, original, InstallStore.Hash(edit.After), known?.CreatedFolder == true || !Directory.Exists(Path.GetDirectoryName(edit.Path))));
        }

        InstallRecord made = new() { Agent = installer.Agent, Folder = _folder, Version = Recorder.Version, Files = files, Changes = plan.Changes };
        _dryRecord = made;
        if (!options.DryRun)
        {
            options.Step("record");
            _store.Write(made);
        }
    }

    private void Keep(IEnumerable<FileEdit> edits)
    {
        foreach (FileEdit edit in edits)
        {
            _done[edit.Path] = _done.TryGetValue(edit.Path, out FileEdit? earlier) ? earlier with { After = edit.After } : edit;
        }
    }

    private void Forget(InstallRecord? record)
    {
        foreach (string? folder in (record?.Files ?? []).Where(f => f.CreatedFolder).Select(f => Path.GetDirectoryName(f.Path)).Distinct())
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }

        options.Step("forget");
        _store.Delete(installer.Agent, _folder);
    }
}
