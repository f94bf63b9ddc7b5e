// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Standalone;

/// <summary>A gateway process that stays until it is told to stop.</summary>
internal sealed class StandaloneGateway : IAsyncDisposable
{
    private const string Announcement = "nemo-flow: listening on ";

    private readonly RunningProgram _program;

    private StandaloneGateway(RunningProgram program, Uri url)
    {
        _program = program;
        Url = url;
    }

    public Uri Url { get; }

    public int Id => _program.Id;

    public static async Task<StandaloneGateway> StartAsync(Sandbox sandbox, params string[] arguments)
    {
        RunningProgram program = RunningProgram.Start(sandbox, Programs.NemoFlow, ["--bind", "127.0.0.1:0", .. arguments]);
        await program.WaitForTextAsync("\n");
        string line = program.Output.Split('\n')[0];
        Assert.StartsWith(Announcement, line, StringComparison.Ordinal);
        return new StandaloneGateway(program, new Uri(line[Announcement.Length..]));
    }

    public async Task<ProgramResult> StopAsync(string signal)
    {
        await _program.SignalAsync(signal);
        return await _program.WaitAsync();
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
