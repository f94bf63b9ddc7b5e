// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using NemoFlow.Engine.Install;
using NemoFlow.Gateway.Setup;
using NemoFlow.Storage.Files;

namespace NemoFlow.Gateway.Tests.Setup;

/// <summary>What the doctor says of exporters, from real files and real ports.</summary>
public sealed class ExporterProbeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemo-flow-doctor-");
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private readonly TcpListener _open = new(IPAddress.Loopback, 0);
    private readonly StateFolder _state;

    public ExporterProbeTests()
    {
        _open.Start();
        _state = new StateFolder(Path.Combine(_folder.FullName, "state"));
        _environment["HOME"] = _folder.FullName;
        _environment["XDG_CONFIG_HOME"] = Path.Combine(_folder.FullName, "config");
        _environment["APPDATA"] = Path.Combine(_folder.FullName, "config");
        _environment["PATH"] = "";
    }

    private string Open => _open.LocalEndpoint.ToString()!;

    public void Dispose()
    {
        _open.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Judge_EveryKindOfExporter_SaysWhereItGoesAndWhereItsCredentialComesFrom()
    {
        _environment["PHOENIX_KEY"] = "never shown 1";
        _environment["WANDB_API_KEY"] = "never shown 2";
        _environment["WANDB_BASE_URL"] = $"http://{Open}";
        _environment["AWS_ACCESS_KEY_ID"] = "never shown 3";
        _environment["AWS_SECRET_ACCESS_KEY"] = "never shown 4";
        Write($$"""
            [components.config.opentelemetry]
            enabled = true
            endpoint = "http://{{Open}}/v1/traces"
            headers = { authorization = "never shown 5" }
            metrics = true

            [components.config.openinference]
            enabled = true
            transport = "grpc"
            endpoint = "http://{{Open}}"
            header_env = { authorization = "PHOENIX_KEY" }

            [components.config.weave]
            enabled = true
            project = "entity/project"

            [components.config.atof]
            enabled = true

            [[components.config.atof.sinks]]
            type = "file"
            output_directory = '{{Path.Combine(_folder.FullName, "events")}}'

            [[components.config.atof.sinks]]
            type = "stream"
            url = "http://{{Open}}/events"

            [[components.config.atif.storage]]
            type = "http"
            url = "http://{{Open}}/trajectories"

            [[components.config.atif.storage]]
            type = "s3"
            bucket = "trajectories"
            endpoint = "http://{{Open}}"
            path_style = true
            """);

        List<SetupCheck> checks = await ExportersAsync();

        Assert.Equal(
            ["atif", "opentelemetry", "opentelemetry.metrics", "openinference", "weave", "atof", "atof.stream", "atif.http", "atif.s3"],
            checks.Select(c => c.Name["exporter.".Length..]));
        Assert.All(checks, c => Assert.True(c.Status == SetupStatus.Passed, c.ToString()));
        Assert.Contains("credential from headers in the configuration", Message(checks, "opentelemetry"), StringComparison.Ordinal);
        Assert.Contains("credential from PHOENIX_KEY", Message(checks, "openinference"), StringComparison.Ordinal);
        Assert.Contains("credential from WANDB_API_KEY", Message(checks, "weave"), StringComparison.Ordinal);
        Assert.Contains("/agents/otel/v1/traces", Message(checks, "weave"), StringComparison.Ordinal);
        Assert.Contains("credential from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY", Message(checks, "atif.s3"), StringComparison.Ordinal);
        Assert.DoesNotContain("credential", Message(checks, "atof.stream"), StringComparison.Ordinal);
        Assert.All(checks, c => Assert.DoesNotContain("never shown", c.Message + c.Remedy, StringComparison.Ordinal));
        Assert.False(Directory.Exists(_state.Sessions));
    }

    [Fact]
    public async Task Judge_ExportersThatCannotWork_FailEachWithItsReason()
    {
        string closed = Open;
        _open.Stop();
        File.WriteAllText(Path.Combine(_folder.FullName, "file"), "");
        Write($$"""
            [components.config.opentelemetry]
            enabled = true
            endpoint = "http://{{closed}}/v1/traces"

            [components.config.openinference]
            enabled = true
            endpoint = "http://name.invalid:4318/v1/traces"

            [components.config.weave]
            enabled = true
            project = "entity/project"

            [components.config.atof]
            enabled = true
            output_directory = '{{Path.Combine(_folder.FullName, "file", "below")}}'
            filename = "all.jsonl"

            [[components.config.atif.storage]]
            type = "s3"
            bucket = "trajectories"
            """);

        List<SetupCheck> checks = await ExportersAsync();

        Assert.Contains("it cannot be reached", Message(checks, "opentelemetry"), StringComparison.Ordinal);
        Assert.Contains("name.invalid", Message(checks, "openinference"), StringComparison.Ordinal);
        Assert.Contains("not set: WANDB_API_KEY", Message(checks, "weave"), StringComparison.Ordinal);
        Assert.Contains("is a file", Message(checks, "atof"), StringComparison.Ordinal);
        Assert.Contains("not set: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY", Message(checks, "atif.s3"), StringComparison.Ordinal);
        Assert.All(checks.Skip(1), c => Assert.True(c is { Status: SetupStatus.Failed, Remedy: not null }, c.ToString()));
    }

    [Fact]
    public async Task Judge_SessionsThatWait_AreCounted()
    {
        Write($"[components.config.opentelemetry]\nenabled = true\nendpoint = \"http://{Open}/v1/traces\"\n");
        await ExportersAsync();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string target = new NemoFlow.Exporters.Otlp.OtlpTraceTarget(
            new NemoFlow.Exporters.Otlp.OtlpOptions { Endpoint = new Uri($"http://{Open}/v1/traces") }, "1", _ => null, TimeProvider.System).Name;
        NemoFlow.Storage.Delivery.ExporterStart.Of(_state, target, now.AddDays(-1));
        foreach (string id in (string[])["a", "b"])
        {
            string journal = Path.Combine(Directory.CreateDirectory(Path.Combine(_state.Sessions, id)).FullName, "g.jsonl");
            File.WriteAllText(journal, "{}\n");
            File.SetLastWriteTimeUtc(journal, now.UtcDateTime.AddHours(id == "a" ? -5 : -30));
        }

        SetupCheck check = (await ExportersAsync()).Single(c => c.Name == "exporter.opentelemetry");

        Assert.Equal(SetupStatus.Failed, check.Status);
        Assert.Contains("1 session waits, for 5 h", check.Message, StringComparison.Ordinal);
        Assert.Contains("nemo-flow gateway start", check.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_ExporterThatIsNotSetUpRightly_FailsTheConfiguration()
    {
        Write("[components.config.weave]\nenabled = true\n");

        IReadOnlyList<SetupCheck> checks = await SetupProbe.JudgeAsync(Options(), AgentKinds.Cursor, TestContext.Current.CancellationToken);

        SetupCheck check = checks.Single(c => c.Name == "configuration");
        Assert.Equal(SetupStatus.Failed, check.Status);
        Assert.Contains("entity/project", check.Message, StringComparison.Ordinal);
    }

    private static string Message(IEnumerable<SetupCheck> checks, string name) => checks.Single(c => c.Name == "exporter." + name).Message;

    private void Write(string observability)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, "config", "nemo-flow")).FullName;
        File.WriteAllText(Path.Combine(folder, "plugins.toml"), "version = 1\n[[components]]\nkind = \"observability\"\nenabled = true\n" + observability);
    }

    private async Task<List<SetupCheck>> ExportersAsync() =>
        [.. (await SetupProbe.JudgeAsync(Options(), AgentKinds.Cursor, TestContext.Current.CancellationToken)).Where(c => c.Name.StartsWith("exporter.", StringComparison.Ordinal))];

    private InstallOptions Options() => new()
    {
        Agent = AgentKinds.Cursor,
        State = _state,
        WorkingDirectory = _folder.FullName,
        Environment = name => _environment.GetValueOrDefault(name),
    };
}
