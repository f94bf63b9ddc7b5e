// SPDX-License-Identifier: Apache-2.0
using NemoFlow.OtlpReceiver;

namespace NemoFlow.Gateway.Tests.Setup;

/// <summary>What the doctor says of exporters, from real files and real ports.</summary>
public sealed class ExporterProbeTests : IDisposable
{
    private readonly ProbedSetup _setup = new();

    public void Dispose() => _setup.Dispose();

    [Fact]
    public async Task Judge_EveryKindOfExporter_SaysWhereItGoesAndWhereItsCredentialComesFrom()
    {
        await using ScriptedTarget target = await ScriptedTarget.StartAsync(_ => 200);
        await using OtlpBackend backend = await OtlpBackend.StartAsync(cancellation: TestContext.Current.CancellationToken);
        _setup.Environment["PHOENIX_KEY"] = "never shown 1";
        _setup.Environment["WANDB_API_KEY"] = "never shown 2";
        _setup.Environment["WANDB_BASE_URL"] = $"http://{target.Authority}";
        _setup.Environment["AWS_ACCESS_KEY_ID"] = "never shown 3";
        _setup.Environment["AWS_SECRET_ACCESS_KEY"] = "never shown 4";
        _setup.Write($$"""
            [components.config.opentelemetry]
            enabled = true
            endpoint = "http://{{target.Authority}}/v1/traces"
            headers = { authorization = "never shown 5" }
            metrics = true

            [components.config.openinference]
            enabled = true
            transport = "grpc"
            endpoint = "{{backend.Grpc}}"
            header_env = { authorization = "PHOENIX_KEY" }

            [components.config.weave]
            enabled = true
            project = "entity/project"

            [components.config.atof]
            enabled = true

            [[components.config.atof.sinks]]
            type = "file"
            output_directory = '{{Path.Combine(_setup.Folder, "events")}}'

            [[components.config.atof.sinks]]
            type = "stream"
            url = "http://{{target.Authority}}/events"

            [[components.config.atif.storage]]
            type = "http"
            url = "http://{{target.Authority}}/trajectories"

            [[components.config.atif.storage]]
            type = "s3"
            bucket = "trajectories"
            endpoint = "http://{{target.Authority}}"
            path_style = true
            """);

        List<SetupCheck> checks = await _setup.ExportersAsync();

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
        Assert.False(Directory.Exists(_setup.State.Sessions));
    }

    [Fact]
    public async Task Judge_ExportersThatCannotWork_FailEachWithItsReason()
    {
        string closed = ScriptedTarget.FreePort();
        File.WriteAllText(Path.Combine(_setup.Folder, "file"), "");
        _setup.Write($$"""
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
            output_directory = '{{Path.Combine(_setup.Folder, "file", "below")}}'
            filename = "all.jsonl"

            [[components.config.atif.storage]]
            type = "s3"
            bucket = "trajectories"
            """);

        List<SetupCheck> checks = await _setup.ExportersAsync();

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
        await using ScriptedTarget server = await ScriptedTarget.StartAsync(_ => 200);
        _setup.Write($"[components.config.opentelemetry]\nenabled = true\nendpoint = \"http://{server.Authority}/v1/traces\"\n");
        await _setup.ExportersAsync();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string target = new NemoFlow.Exporters.Otlp.OtlpTraceTarget(
            new NemoFlow.Exporters.Otlp.OtlpOptions { Endpoint = new Uri($"http://{server.Authority}/v1/traces") }, "1", _ => null, TimeProvider.System).Name;
        NemoFlow.Storage.Delivery.ExporterStart.Of(_setup.State, target, now.AddDays(-1));
        foreach (string id in (string[])["a", "b"])
        {
            string journal = Path.Combine(Directory.CreateDirectory(Path.Combine(_setup.State.Sessions, id)).FullName, "g.jsonl");
            File.WriteAllText(journal, "{}\n");
            File.SetLastWriteTimeUtc(journal, now.UtcDateTime.AddHours(id == "a" ? -5 : -30));
        }

        SetupCheck check = (await _setup.ExportersAsync()).Single(c => c.Name == "exporter.opentelemetry");

        Assert.Equal(SetupStatus.Failed, check.Status);
        Assert.Contains("1 session waits, for 5 h", check.Message, StringComparison.Ordinal);
        Assert.Contains("nemo-flow gateway start", check.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_ExporterThatIsNotSetUpRightly_FailsTheConfiguration()
    {
        _setup.Write("[components.config.weave]\nenabled = true\n");

        IReadOnlyList<SetupCheck> checks = await _setup.JudgeAsync();

        SetupCheck check = checks.Single(c => c.Name == "configuration");
        Assert.Equal(SetupStatus.Failed, check.Status);
        Assert.Contains("entity/project", check.Message, StringComparison.Ordinal);
    }

    private static string Message(IEnumerable<SetupCheck> checks, string name) => checks.Single(c => c.Name == "exporter." + name).Message;
}
