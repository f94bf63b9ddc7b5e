// SPDX-License-Identifier: Apache-2.0
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NemoFlow.EndToEnd.Standalone;
using NemoFlow.EndToEnd.Support;
using NemoFlow.Engine.Sessions;
using NemoFlow.OtlpReceiver;
using NemoFlow.Rehearsal;
using NemoFlow.Rehearsal.Agent;
using NemoFlow.Storage.Files;

namespace NemoFlow.EndToEnd.Exporting;

/// <summary>
/// Secrets come in by every way there is into a gateway with every exporter. Afterwards all that was written, and all that was sent anywhere but
/// to the provider, is searched for them.
/// </summary>
public sealed class CanaryTests
{
    private const string InHeaders = "canary-header-5501";
    private const string InUrls = "canary-url-5502";
    private const string InEnvironment = "canary-environment-5503";
    private const string OfBackend = "canary-backend-5504";
    private const string Mail = "ann.canary5505@example.com";

    // Put together here, so that nobody's scanner takes this file for a leak.
    private static readonly string Key = "sk-" + "proj-canary5506abcdefghijklmnop";
    private static readonly string Pem = "-----BEGIN " + "PRIVATE KEY-----\nMIIEcanary5507AAAA\nBBBBcanary5507CCCC\n-----END " + "PRIVATE KEY-----";

    private static readonly string Image = Convert.ToBase64String([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, .. Encoding.ASCII.GetBytes("canary5508".PadRight(90, '.'))]);

    private static readonly string Said = $"write to {Mail} with {Key}\n{Pem}\nand {InEnvironment}";

    private static readonly string[] Never = [InHeaders, InUrls, InEnvironment, OfBackend, Mail, Key, Key[8..], "canary5507", "proxy-secret-5509"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_WithSecretsEverywhere_TellsNoneToAnyFileOrBackend()
    {
        await using Sandbox sandbox = new();
        await using OtlpBackend genAi = await OtlpBackend.StartAsync(cancellation: Cancellation);
        await using OtlpBackend openInference = await OtlpBackend.StartAsync(cancellation: Cancellation);
        await using TestServer server = await TestServer.StartAsync();
        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(Script(), 0, null, Cancellation);
        ExporterFile.Write(sandbox, Exporters(genAi, openInference, server));
        sandbox.Environment["NEMO_FLOW_OPENAI_BASE_URL"] = new Uri(provider.BaseAddress, "v1").OriginalString.Replace("http://", $"http://ann:{InUrls}@", StringComparison.Ordinal);
        sandbox.Environment["HTTPS_PROXY"] = "http://ann:proxy-secret-5509@127.0.0.1:9";
        sandbox.Environment["NEMO_FLOW_DEBUG"] = "1";
        sandbox.Environment["TEAM_API_KEY"] = InEnvironment;
        sandbox.Environment["BACKEND_KEY"] = OfBackend;
        await SpoolAsync(sandbox);
        await using (StandaloneGateway gateway = await StandaloneGateway.StartAsync(sandbox))
        {
            await WorkAsync(gateway, sandbox);
            await gateway.StopAsync("TERM");
        }

        sandbox.Environment["NEMO_FLOW_GATEWAY_BIND"] = "127.0.0.1:0";
        await using (RunningProgram background = RunningProgram.Start(sandbox, Programs.NemoFlow, ["gateway", "run", "--idle-minutes", "0.005"]))
        {
            Assert.Equal(0, (await background.WaitAsync()).ExitCode);
        }

        Assert.Equal(3, new SessionCatalog(new StateFolder(sandbox.State)).List(null, (_, problem) => throw problem, Cancellation).Count);
        await using (RunningProgram list = RunningProgram.Start(sandbox, Programs.NemoFlow, ["sessions"]))
        {
            string shown = (await list.WaitAsync()).Output;
            Assert.All(Never, secret => Assert.DoesNotContain(secret, shown, StringComparison.Ordinal));
        }

        Assert.Contains(provider.Requests, r => Encoding.UTF8.GetString(r.Body.Span).Contains(Key, StringComparison.Ordinal));
        Assert.Equal(3, Recording.All(sandbox).Count);
        Dictionary<string, string> everything = Written(sandbox);
        everything["otlp http"] = Sent(genAi);
        everything["otlp grpc"] = Sent(openInference);
        everything["posted"] = string.Concat(server.Requests.Select(r => r.Target + r.Text));
        Assert.All(everything, place => Assert.All(Never, secret => Assert.False(place.Value.Contains(secret, StringComparison.Ordinal), $"{place.Key} holds {secret}: {Around(place.Value, secret)}")));
        Assert.All(everything.Where(p => p.Key.EndsWith(".atif.json", StringComparison.Ordinal)), p => Assert.DoesNotContain(Image, p.Value, StringComparison.Ordinal));

        // The search would find what is there: each place holds something of the session.
        Assert.All((string[])["otlp http", "otlp grpc", "posted"], place => Assert.Contains("[REDACTED]", everything[place], StringComparison.Ordinal));
        Assert.All((string[])[".jsonl", ".atif.json", "events.jsonl", "nemo-flow.log", "catalog.jsonl"], name => Assert.Contains(everything.Keys, k => k.EndsWith(name, StringComparison.Ordinal)));
    }

    private static Scenario Script() => Scenario.Parse(new JsonObject
    {
        ["name"] = "canary",
        ["prompts"] = new JsonArray("go"),
        ["conversations"] = new JsonArray(new JsonObject
        {
            ["name"] = "root",
            ["turns"] = new JsonArray(
                new JsonObject { ["reasoning"] = "thinking of " + Said, ["tools"] = new JsonArray(new JsonObject { ["kind"] = "shell", ["command"] = "echo '" + Said + "'" }) },
                new JsonObject { ["text"] = "I wrote: " + Said }),
        }),
    }.ToJsonString());

    private static string Exporters(OtlpBackend genAi, OtlpBackend openInference, TestServer server) => $$"""
        [components.config.opentelemetry]
        enabled = true
        endpoint = "{{genAi.Traces}}"
        header_env = { x-backend-key = "BACKEND_KEY" }
        capture_content = true
        full_requests = true
        metrics = true
        timeout_millis = 20000

        [components.config.openinference]
        enabled = true
        endpoint = "{{openInference.Grpc}}"
        transport = "grpc"
        headers = { x-backend-key = "{{OfBackend}}" }
        timeout_millis = 20000

        [components.config.atof]
        enabled = true
        output_directory = "events"
        filename = "events.jsonl"
        enable_full_payloads = true

        [[components.config.atof.sinks]]
        type = "stream"
        url = "{{server.Url}}events"
        transport = "ndjson"
        headers = { authorization = "Bearer {{OfBackend}}" }
        timeout_millis = 20000

        [[components.config.atif.storage]]
        type = "http"
        url = "{{server.Url}}documents"
        header_env = { x-backend-key = "BACKEND_KEY" }

        [[components]]
        kind = "pii_redaction"

        [[components.config.profiles]]
        [components.config.profiles.builtin]
        action = "redact"
        detector = "email"
        """;

    /// <summary>A hook that finds no gateway waits on disk.</summary>
    private static async Task SpoolAsync(Sandbox sandbox)
    {
        string payload = JsonSerializer.Serialize(new { session_id = "spooled", hook_event_name = "UserPromptSubmit", turn_id = "t", prompt = "spooled " + Key + " " + Pem });
        await using RunningProgram hook = RunningProgram.Start(
            sandbox,
            Programs.NemoFlow,
            ["hook-forward", "codex", "--gateway-url", "http://127.0.0.1:9", "--plugin-config", $$"""{"components":[{"kind":"observability","config":{"openinference":{"headers":{"x":"{{OfBackend}}"} } } }]}"""],
            payload);
        Assert.Equal(0, (await hook.WaitAsync()).ExitCode);
        string file = Assert.Single(Directory.EnumerateFiles(Path.Combine(sandbox.State, "spool"), "*.hook"));
        Assert.All((string[])[Key, "canary5507", OfBackend], secret => Assert.DoesNotContain(secret, File.ReadAllText(file), StringComparison.Ordinal));
    }

    private static async Task WorkAsync(StandaloneGateway gateway, Sandbox sandbox)
    {
        List<KeyValuePair<string, string>> headers = [new("authorization", "Bearer " + InHeaders), new("x-api-key", InHeaders), new("cookie", "a=" + InHeaders), new("x-custom-secret", InHeaders)];
        using (ScriptedAgent agent = new(new ScriptedAgentOptions { Gateway = gateway.Url, WorkingDirectory = sandbox.Work, RequestHeaders = headers, HookHeaders = headers }))
        {
            ScriptedAgentResult result = await agent.RunAsync(["Do it: " + Said], Cancellation);
            Assert.Equal((null, 0, 2), (result.Error, result.HooksFailed, result.ModelRequestsSent));
        }

        using HttpMessageInvoker client = new(new SocketsHttpHandler());
        string picture = $$"""{"model":"gpt-5.5","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"look"},{"type":"input_image","image_url":"data:image/png;base64,{{Image}}"}]}]}""";
        foreach (string path in (string[])[$"/v1/responses?api_key={InUrls}", $"/v1/files/{Key}?token={InUrls}"])
        {
            using HttpRequestMessage request = new(HttpMethod.Post, new Uri(gateway.Url, path))
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes(picture)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            };
            headers.ForEach(h => request.Headers.TryAddWithoutValidation(h.Key, h.Value));
            request.Headers.TryAddWithoutValidation("x-nemo-flow-session-id", "picture");
            using HttpResponseMessage response = await client.SendAsync(request, Cancellation);
            _ = await response.Content.ReadAsByteArrayAsync(Cancellation);
        }
    }

    /// <summary>All files but the user's own configuration, by path.</summary>
    private static Dictionary<string, string> Written(Sandbox sandbox) => Directory.EnumerateFiles(sandbox.Root, "*", SearchOption.AllDirectories)
        .Where(f => !f.EndsWith("plugins.toml", StringComparison.Ordinal) && !f.StartsWith(sandbox.CodexHome, StringComparison.Ordinal))
        .ToDictionary(f => f, f => Encoding.Latin1.GetString(File.ReadAllBytes(f)), StringComparer.Ordinal);

    private static string Sent(OtlpBackend backend) => string.Concat(backend.Requests.Select(r => $"{r.Traces}{r.Metrics}"));

    private static string Around(string text, string secret)
    {
        int at = text.IndexOf(secret, StringComparison.Ordinal);
        return at < 0 ? "" : text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 60)];
    }
}
