// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NemoFlow.PowerShell.Errors;

namespace NemoFlow.PowerShell.Cmdlets;

/// <summary>
/// What all cmdlets share: waiting for work that runs elsewhere while this thread writes what the work has to say, and Ctrl+C, which
/// ends the wait.
/// </summary>
public abstract class NemoFlowCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private BlockingCollection<Action>? _messages;

    /// <summary>Cancelled by Ctrl+C.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>The folder that the user is in; the process may be in another.</summary>
    protected string CurrentFolder => SessionState.Path.CurrentFileSystemLocation.ProviderPath;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Releases what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

    /// <summary>The full path of a file or folder that may not exist yet. A path of another provider, such as the registry's, ends the cmdlet.</summary>
    protected string FileSystemPath(string path)
    {
        string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        if (provider.Name != "FileSystem")
        {
            ThrowTerminatingError(ErrorRecords.NotFileSystem(path, provider.Name));
        }

        return full;
    }

    /// <summary>Runs work on the thread pool and waits for it; meanwhile writes what it posts.</summary>
    protected T Wait<T>(Func<Task<T>> work)
    {
        using BlockingCollection<Action> messages = [];
        _messages = messages;
        Task<T> task;
        using (ExecutionContext.SuppressFlow())
        {
            // Threads of a server would otherwise carry what belongs to this pipeline for ever.
            task = Task.Run(work);
        }

        _ = task.ContinueWith(_ => messages.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        foreach (Action message in messages.GetConsumingEnumerable())
        {
            message();
        }

        _messages = null;
        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Has something written by the pipeline's thread; used by work that runs elsewhere.</summary>
    protected void Post(Action message)
    {
        if (_messages is not { IsAddingCompleted: false } messages)
        {
            return;
        }

        try
        {
            messages.Add(() => WhileWanted(message));
        }
        catch (InvalidOperationException)
        {
            // The work is over: nobody waits for the message any more.
        }
    }

    /// <summary>Like <see cref="Post"/>, and waits until it is written.</summary>
    protected void PostAndWait(Action message)
    {
        using ManualResetEventSlim written = new();
        Post(() =>
        {
            try
            {
                message();
            }
            finally
            {
                written.Set();
            }
        });
        written.Wait(TimeSpan.FromSeconds(5));
    }

    /// <summary>JSON as the user wrote it, or of an object that the user gave instead.</summary>
    protected string JsonText(object value)
    {
        object plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        return plain as string ?? (string)InvokeCommand.InvokeScript(
            "param($value) ConvertTo-Json -InputObject $value -Depth 64 -Compress", false, PipelineResultTypes.None, null, value)[0].BaseObject;
    }

    /// <summary>Writes a warning a line.</summary>
    protected void WriteWarnings(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        foreach (string line in lines)
        {
            WriteWarning(line);
        }
    }

    /// <summary>Writes an error for one of several items; the others go on.</summary>
    protected void WriteProblem(Exception exception, object? target) => WriteError(ErrorRecords.From(exception, target));

    private void WhileWanted(Action message)
    {
        try
        {
            message();
        }
        catch (PipelineStoppedException) when (StopToken.IsCancellationRequested)
        {
            // After Ctrl+C nothing may be written any more; the work itself decides when it is over.
        }
    }
}
