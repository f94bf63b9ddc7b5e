// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using NemoFlow.EndToEnd.Scenarios;
using NemoFlow.EndToEnd.Support;

namespace NemoFlow.EndToEnd.Install;

/// <summary>A machine on which NemoFlow is installed into Codex, with a gateway port of its own.</summary>
internal sealed class InstalledCodex : IAsyncDisposable
{
    private readonly CodexCase _case;
    private readonly Dictionary<string, byte[]> _before;

    private InstalledCodex(CodexCase run)
    {
        _case = run;
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Sandbox.Environment["NEMO_FLOW_GATEWAY_BIND"] = listener.LocalEndpoint.ToString()!;
        _before = Files();
    }

    public Sandbox Sandbox => _case.Sandbox;

    public CodexCase Case => _case;

    /// <summary>A machine with files of the user's own in Codex's folder; nothing is installed yet.</summary>
    public static async Task<InstalledCodex> PrepareAsync(string scenario, string? configuration = null) => new(await CodexCase.StartAsync(scenario, "gpt-5.5", configuration));

    /// <summary>The same, with NemoFlow installed into Codex.</summary>
    public static async Task<InstalledCodex> InstallAsync(string scenario, string? configuration, params string[] options)
    {
        InstalledCodex machine = await PrepareAsync(scenario, configuration);
        await machine.NemoFlowAsync(["install", "codex", .. options]);
        return machine;
    }

    public async Task<ProgramResult> NemoFlowAsync(params string[] arguments)
    {
        ProgramResult result = await _case.NemoFlowAsync(arguments);
        Assert.True(result.ExitCode == 0, $"nemo-flow {string.Join(' ', arguments)}: {result.ExitCode}\n{result.Output}\n{result.Error}");
        return result;
    }

    /// <summary>Codex as the user starts it, with no word about NemoFlow.</summary>
    public async Task<ProgramResult> CodexAsync(params string[] arguments)
    {
        await using RunningProgram codex = RunningProgram.Start(Sandbox, Programs.Codex, ["exec", "--skip-git-repo-check", "-m", "gpt-5.5", .. arguments]);
        return await codex.WaitAsync();
    }

    /// <summary>The same with the scripted provider in the place of OpenAI's: model traffic does not pass through a gateway.</summary>
    public async Task CodexDirectlyAsync(string prompt)
    {
        ProgramResult codex = await CodexAsync("-c", $"openai_base_url=\"{new Uri(_case.Provider.BaseAddress, "v1").OriginalString}\"", prompt);
        Assert.True(codex.ExitCode == 0, codex.Output + codex.Error);
    }

    /// <summary>Takes NemoFlow out again: nothing of it is left.</summary>
    public async Task UninstallAsync()
    {
        await NemoFlowAsync("uninstall", "codex");
        AssertUntouched();
    }

    public Task StopGatewayAsync() => NemoFlowAsync("gateway", "stop");

    /// <summary>Every file that an installation could touch is as it was before, byte for byte, and nothing of ours lies beside it.</summary>
    public void AssertUntouched() => Assert.Equal(
        _before.Select(f => (f.Key, Convert.ToBase64String(f.Value))),
        Files().Select(f => (f.Key, Convert.ToBase64String(f.Value))));

    public async ValueTask DisposeAsync() => await _case.DisposeAsync();

    /// <summary>Codex's own databases and logs are not configuration.</summary>
    private Dictionary<string, byte[]> Files() => Directory.EnumerateFiles(Sandbox.CodexHome)
        .Where(f => Path.GetExtension(f) is ".toml" or ".json" or ".tmp" or ".bak" or ".env")
        .Order(StringComparer.Ordinal)
        .ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes);
}
