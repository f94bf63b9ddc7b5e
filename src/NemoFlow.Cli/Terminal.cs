// SPDX-License-Identifier: Apache-2.0
#pragma warning disable RS0030 // The command line owns the console; everything else is given writers.
namespace NemoFlow.Cli;

/// <summary>The console: the only place that names it.</summary>
internal static class Terminal
{
    public static TextWriter Out => Console.Out;

    public static TextWriter Error { get; } = new ForgivingWriter(Console.Error);

    public static bool Colors => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>One line that the user types; null at the end of the input.</summary>
    public static string? ReadLine() => Console.ReadLine();

    public static bool InputIsRedirected => Console.IsInputRedirected;

    /// <summary>Completes when the user or the system asks the process to end.</summary>
    public static Task WaitForStopAsync(CancellationToken cancellation)
    {
        TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.TrySetResult();
        };
        System.Runtime.InteropServices.PosixSignalRegistration registration = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGTERM,
            context =>
            {
                context.Cancel = true;
                stop.TrySetResult();
            });
        CancellationTokenRegistration cancelling = cancellation.Register(() => stop.TrySetResult());
        return stop.Task.ContinueWith(
            _ =>
            {
                registration.Dispose();
                cancelling.Dispose();
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }
}
