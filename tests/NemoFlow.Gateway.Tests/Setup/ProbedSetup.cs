// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Install;
using NemoFlow.Gateway.Setup;
using NemoFlow.Storage.Files;

namespace NemoFlow.Gateway.Tests.Setup;

/// <summary>A user with a folder of their own, whose exporters the doctor looks at.</summary>
internal sealed class ProbedSetup : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemo-flow-doctor-");

    public ProbedSetup()
    {
        State = new StateFolder(Path.Combine(Folder, "state"));
        Environment["HOME"] = Folder;
        Environment["XDG_CONFIG_HOME"] = Path.Combine(Folder, "config");
        Environment["APPDATA"] = Path.Combine(Folder, "config");
        Environment["PATH"] = "";
    }

    public string Folder => _folder.FullName;

    public StateFolder State { get; }

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);

    public void Write(string observability)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, "config", "nemo-flow")).FullName;
        File.WriteAllText(Path.Combine(folder, "plugins.toml"), "version = 1\n[[components]]\nkind = \"observability\"\nenabled = true\n" + observability);
    }

    public Task<IReadOnlyList<SetupCheck>> JudgeAsync() => SetupProbe.JudgeAsync(Options(), AgentKinds.Cursor, TestContext.Current.CancellationToken);

    public async Task<List<SetupCheck>> ExportersAsync() => [.. (await JudgeAsync()).Where(c => c.Name.StartsWith("exporter.", StringComparison.Ordinal))];

    /// <summary>The check of the only exporter beside the trajectory file.</summary>
    public async Task<SetupCheck> OnlyAsync() => (await ExportersAsync()).Single(c => c.Name != "exporter.atif");

    private InstallOptions Options() => new()
    {
        Agent = AgentKinds.Cursor,
        State = State,
        WorkingDirectory = Folder,
        Environment = name => Environment.GetValueOrDefault(name),
    };
}
