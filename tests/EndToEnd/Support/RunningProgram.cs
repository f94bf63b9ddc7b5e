// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text;

namespace NemoFlow.EndToEnd.Support;

/// <summary>A program in a sandbox, with what it has printed so far.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(75);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Task _reading;
    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningProgram(Process process)
    {
        _process = process;
        _patience.CancelAfter(Limit);
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _error));
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => Snapshot(_output);

    public string Error => Snapshot(_error);

    /// <summary>Cancelled when the test's patience is at its end.</summary>
    public CancellationToken Patience => _patience.Token;

    /// <summary>Starts a program in the sandbox's project, without a terminal: a signal reaches exactly the process it is sent to.</summary>
    public static RunningProgram Start(Sandbox sandbox, string file, IEnumerable<string> arguments, string? input = "")
    {
        ProcessStartInfo start = new("setsid", [file, .. arguments])
        {
            WorkingDirectory = sandbox.Work,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in sandbox.Environment)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        RunningProgram program = new(process);
        if (input is not null)
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }

        return program;
    }

    public Task SignalAsync(string signal) => Signals.SendAsync(signal, Id);

    public async Task WriteAsync(string input)
    {
        await _process.StandardInput.WriteAsync(input.AsMemory(), Patience);
        await _process.StandardInput.FlushAsync(Patience);
    }

    /// <summary>Waits until the output or the error output holds a text.</summary>
    public async Task WaitForTextAsync(string text)
    {
        while (true)
        {
            Task changed = Volatile.Read(ref _changed).Task;
            if (Output.Contains(text, StringComparison.Ordinal) || Error.Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            if (_reading.IsCompleted)
            {
                Assert.Fail($"The program ended without '{text}'.\n{Output}\n{Error}");
            }

            await WithinPatienceAsync(changed, "text '" + text + "'");
        }
    }

    public async Task<ProgramResult> WaitAsync()
    {
        await WithinPatienceAsync(_process.WaitForExitAsync(CancellationToken.None), "the end");
        await WithinPatienceAsync(_reading, "the end of the output");
        return new ProgramResult(_process.ExitCode, Output, Error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _patience.Dispose();
    }

    private async Task WithinPatienceAsync(Task task, string what)
    {
        try
        {
            await task.WaitAsync(Patience);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Waited in vain for {what}.\n--- output\n{Output}\n--- error\n{Error}");
        }
    }

    private async Task ReadAsync(StreamReader reader, StringBuilder into)
    {
        char[] block = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(block)) > 0)
        {
            lock (into)
            {
                into.Append(block, 0, read);
            }

            Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }

        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private static string Snapshot(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
