// SPDX-License-Identifier: Apache-2.0
using NemoFlow.EndToEnd.Oracles;
using NemoFlow.EndToEnd.Scenarios;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Rehearsal;
using NemoFlow.Tests;

namespace NemoFlow.EndToEnd.Launch;

/// <summary>The provider that the user chose stays the provider.</summary>
public sealed class ProviderTests
{
    private const string MineKey = "mine-0123456789abcdef";

    [Theory]
    [InlineData("file")]
    [InlineData("arguments")]
    [InlineData("profile")]
    public async Task Run_ProviderOfTheUsers_KeepsItsHeadersAndKey(string where)
    {
        await using CodexCase run = await CodexCase.StartAsync("one-tool");
        string provider = $$"""
            [model_providers.mine]
            name = "Mine"
            base_url = "{{run.Provider.BaseAddress}}v1"
            wire_api = "responses"
            env_key = "MINE_KEY"
            query_params = { "api-version" = "2026-01-01" }
            http_headers = { "x-team" = "blue" }
            """;
        File.AppendAllText(run.Sandbox.ConfigurationPath, "\n" + provider);
        string[] more = [];
        switch (where)
        {
            case "file":
                File.WriteAllText(run.Sandbox.ConfigurationPath, "model_provider = \"mine\"\n" + File.ReadAllText(run.Sandbox.ConfigurationPath));
                break;
            case "arguments":
                more = ["-c", "model_provider=\"mine\""];
                break;
            default:
                File.WriteAllText(Path.Combine(run.Sandbox.CodexHome, "work.config.toml"), "model_provider = \"mine\"\n");
                more = ["--profile", "work"];
                break;
        }

        run.Sandbox.Environment["MINE_KEY"] = MineKey;
        run.Sandbox.Environment["NEMO_FLOW_OPENAI_BASE_URL"] = "http://127.0.0.1:9/v1";
        ProgramResult result = await run.RunAsync([.. more, "Run one command."]);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(2, run.Provider.Requests.Count);
        Assert.All(run.Provider.Requests, r =>
        {
            Assert.Equal("/v1/responses?api-version=2026-01-01", r.RawTarget);
            Assert.Equal("blue", Header(r, "x-team"));
            Assert.Equal("Bearer " + MineKey, Header(r, "authorization"));
        });
        Assert.Contains("provider 'mine' is kept", result.Error, StringComparison.Ordinal);
        Recording recording = Recording.Single(run.Sandbox);
        HookOracle.Check(run.Sandbox, recording);
        ModelOracle.Check(run.Provider.Requests, recording);
        ModelOracle.CheckTokens(run.Provider.Requests, recording);
        Assert.Empty(AtifValidator.ValidateFile(recording.TrajectoryPath));
        TraceOracle.CheckFiles(run.Sandbox, MineKey);
        await TraceOracle.CheckNothingRunsAsync(run.Sandbox);
    }

    [Fact]
    public async Task Run_LocalProvider_SaysThatOnlyHooksAreRecorded()
    {
        await using CodexCase run = await CodexCase.StartAsync("plain-text");
        run.Sandbox.Environment["CODEX_OSS_BASE_URL"] = "http://127.0.0.1:9/v1";

        ProgramResult result = await run.RunAsync("--oss", "--local-provider", "lmstudio", "Say hello.");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("does not pass through the gateway: only hooks are recorded", result.Error, StringComparison.Ordinal);
        Assert.Empty(run.Provider.Requests);
        await TraceOracle.CheckNothingRunsAsync(run.Sandbox);
    }

    private static string? Header(ProviderRequestLog request, string name) =>
        request.Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
