// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Management.Automation;
using NemoFlow.PowerShell.Errors;
using NemoFlow.PowerShell.Services;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>A cmdlet that finds recorded sessions. The list is read once for all items of a pipeline.</summary>
public abstract class SessionListCommand : NemoFlowCommand
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(200);

    private IReadOnlyList<Session>? _all;

    /// <summary>Sessions are priced as the configuration says. One that cannot be read is told; sessions can be shown all the same.</summary>
    protected override void BeginProcessing()
    {
        if (Stores.UseConfiguredPrices(CurrentFolder) is { } problem)
        {
            WriteWarning(problem);
        }
    }

    /// <summary>All sessions, the latest first. What cannot be read is told as an error, once.</summary>
    protected IReadOnlyList<Session> List() => _all ??= Wait(() => Task.FromResult(Read()));

    /// <summary>One session by its id, or by the beginning of it where that is unique; says what is wrong otherwise.</summary>
    protected Session? TryFind(string wanted)
    {
        try
        {
            if (Stores.Sessions.Exists(wanted) && Stores.Sessions.Find(wanted) is { } session)
            {
                return session;
            }

            if (Stores.Sessions.Exists(wanted))
            {
                _ = Stores.Sessions.FindFolder(Path.GetFileName(Stores.Sessions.FolderOf(wanted)));
            }
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            WriteProblem(e, wanted);
            return null;
        }

        List<Session> found = [.. List().Where(s => s.Id.StartsWith(wanted, StringComparison.OrdinalIgnoreCase))];
        if (found.Count == 1)
        {
            return found[0];
        }

        WriteError(found.Count == 0 ? ErrorRecords.SessionNotFound(wanted) : ErrorRecords.SessionIdAmbiguous(wanted, found.Count));
        return null;
    }

    private IReadOnlyList<Session> Read()
    {
        Stopwatch clock = Stopwatch.StartNew();
        long shown = 0;
        IReadOnlyList<Session> sessions = Stores.Catalog.List(
            (done, all) =>
            {
                long now = clock.ElapsedMilliseconds;
                if (now - Interlocked.Read(ref shown) > ProgressEvery.TotalMilliseconds)
                {
                    Interlocked.Exchange(ref shown, now);
                    Post(() => WriteProgress(new ProgressRecord(1, "Reading sessions", $"{done} of {all}") { PercentComplete = 100 * done / all }));
                }
            },
            (folder, problem) => Post(() => WriteProblem(problem, folder)),
            StopToken);
        if (shown > 0)
        {
            Post(() => WriteProgress(new ProgressRecord(1, "Reading sessions", "done") { RecordType = ProgressRecordType.Completed }));
        }

        Post(() => WriteVerbose($"{sessions.Count} sessions in {clock.ElapsedMilliseconds} ms from {Stores.State.Sessions}"));
        return sessions;
    }
}
