// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Content;
using NemoFlow.Content.Redaction;
using NemoFlow.Engine.Capture;
using NemoFlow.Gateway.Tests.Support;
using NemoFlow.Hooks;

namespace NemoFlow.Gateway.Tests.Capture;

/// <summary>Secrets are seeded wherever they can come from, and every file that was written is searched for them.</summary>
public sealed class CanaryTests
{
    private const string HeaderSecret = "header-canary-4711";
    private const string UrlSecret = "url-canary-4712";
    private const string EnvironmentSecret = "environment-canary-4713";
    private const string Word = "PLANTED-4714";
    private const string Mail = "ann.canary@example.com";

    // Put together here, so that nobody's scanner takes this file for a leak.
    private static readonly string Key = "sk-" + "proj-canary0123456789abcdefghij";
    private static readonly string Spelled = string.Concat(Key.Select(c => $"\\u{(int)c:x4}"));

    private static readonly ContentPolicy Redacting = new()
    {
        Profiles =
        [
            new RedactionProfile { Action = RedactionAction.Mask, Detector = Detectors.Find("email"), UnmaskedPrefix = 0, UnmaskedSuffix = 0 },
            new RedactionProfile { Action = RedactionAction.Redact, Detector = Detector.Custom("PLANTED-\\d+", TimeSpan.FromSeconds(1)) },
        ],
        RedactionLimit = TimeSpan.FromSeconds(10),
        Secrets = [EnvironmentSecret],
    };

    [Fact]
    public async Task Run_Redacting_NoFileHoldsAnySecretAndTheProviderGetsAll()
    {
        string said = $"{Mail} {Word} {Key} {EnvironmentSecret}";
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Answering(Wire.Stream(
        [
            Responses.Created, Responses.MessageStarted, Responses.MessageDone("answer " + said),
            Responses.ToolCallDone("call_1", "exec", $"{{\"cmd\":\"echo {said} {Spelled}\"}}"), Responses.Completed,
        ])), content: Redacting);
        string body = Responses.Prompt.Replace("hello", $"hello {said} {Spelled}", StringComparison.Ordinal);

        WireMessage answer = await gateway.CallAsync(Wire.Post($"/v1/responses?key={UrlSecret}", body, Headers()));
        await HookAsync(gateway, $$"""{"session_id":"canary","hook_event_name":"SessionStart","cwd":{{Responses.Quote(gateway.Folder)}}}""");
        await HookAsync(gateway, $$"""{"session_id":"canary","hook_event_name":"UserPromptSubmit","prompt":"{{said}} {{Spelled}}"}""");
        await HookAsync(gateway, $$"""{"session_id":"canary","hook_event_name":"PreToolUse","tool_name":"Bash","tool_use_id":"c1","tool_input":{"command":"export X={{Key}}; {{said}}"} }""");
        await HookAsync(gateway, $$"""{"session_id":"canary","hook_event_name":"PostToolUse","tool_name":"Bash","tool_use_id":"c1","tool_response":{"stdout":"{{said}}\n{{Key}}","{{Mail}}":1} }""");
        await HookAsync(gateway, $$"""{"session_id":"canary","hook_event_name":"Stop","last_assistant_message":"{{said}}"}""");
        string provider = Assert.Single(gateway.Upstream.Requests).Text;
        string folder = gateway.Folder;
        await gateway.StopAsync();

        Assert.Contains(Key, answer.Text, StringComparison.Ordinal);
        Assert.Contains(Spelled, provider, StringComparison.Ordinal);
        AssertAbsent(folder, HeaderSecret, UrlSecret, EnvironmentSecret, Word, Mail, Key, Key[8..], Spelled);
        Assert.Contains(Directory.EnumerateFiles(folder, "*.atif.json", SearchOption.AllDirectories), f => File.ReadAllText(f).Contains("[REDACTED]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_NothingConfigured_HeaderCredentialsAndKnownKeysAreInNoFile()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Answer("401 Unauthorized", Wire.Utf8("{}"), "set-cookie: a=" + HeaderSecret, "www-authenticate: Bearer " + HeaderSecret));

        await gateway.CallAsync(Wire.Post($"/v1/responses?key={UrlSecret}", Responses.Prompt.Replace("hello", "use " + Key, StringComparison.Ordinal), Headers()));
        string folder = gateway.Folder;
        await gateway.StopAsync();

        AssertAbsent(folder, HeaderSecret, UrlSecret, Key);
    }

    [Fact]
    public async Task Run_ContentOff_NoFileHoldsWhatWasSaidAndTheSessionIsThere()
    {
        ContentPolicy policy = new() { Levels = new CaptureLevels(_ => CaptureLevel.Metadata) };
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Answering(Wire.Stream(
            Responses.Created, Responses.MessageStarted, Responses.MessageDone("answer " + Word), Responses.ToolCallDone("call_1", "exec", $"{{\"cmd\":\"{Word}\"}}"), Responses.Completed)), content: policy);

        await HookAsync(gateway, $$"""{"session_id":"canary","hook_event_name":"UserPromptSubmit","prompt":"{{Word}}"}""");
        await gateway.CallAsync(Wire.Post("/v1/responses", Responses.Prompt.Replace("hello", Word, StringComparison.Ordinal), "x-nemo-flow-session-id: canary"));
        await HookAsync(gateway, $$"""{"session_id":"canary","hook_event_name":"PostToolUse","tool_name":"exec","tool_use_id":"call_1","tool_response":"{{Word}}"}""");
        string folder = gateway.Folder;
        Session session = await gateway.StopAndReadSessionAsync();

        AssertAbsent(folder, Word);
        Assert.Equal(("gpt-test", 75L, 95L), (session.Call().Model, session.Usage!.Input, session.Usage.Total));
        Assert.Equal("call_1", Assert.Single(session.Turns.SelectMany(t => t.Items).OfType<ToolCall>()).Id);
        Assert.True(File.Exists(Path.Combine(folder, "state", "spool", HookWireSpool.IdsOnlyName)));
    }

    [Fact]
    public async Task Run_RedactorTooSlow_WithholdsTheContentAndMarksIt()
    {
        ContentPolicy policy = new()
        {
            Profiles = [new RedactionProfile { Action = RedactionAction.Redact, Detector = Detector.Custom("^(P+)+\\1$", TimeSpan.FromMilliseconds(20)) }],
            RedactionLimit = TimeSpan.FromMilliseconds(50),
        };
        string prompt = new('P', 60);
        await using TestGateway gateway = await TestGateway.StartAsync(RawUpstream.Answering(Wire.Json(Responses.Buffered("fine"))), content: policy);

        await HookAsync(gateway, $$"""{"session_id":"canary","hook_event_name":"UserPromptSubmit","prompt":"{{prompt}}X"}""");
        await gateway.CallAsync(Wire.Post("/v1/responses", Responses.Prompt.Replace("hello", prompt + "X", StringComparison.Ordinal), "x-nemo-flow-session-id: canary"));
        string folder = gateway.Folder;
        Session session = await gateway.StopAndReadSessionAsync();

        AssertAbsent(folder, prompt);
        Assert.Equal([ContentGuard.Withheld], session.Call().Flags);
        Assert.Contains(gateway.ReadEvents(), e => e.Kind == EventKinds.Hook && e.Data.GetRawText().Contains(ContentGuard.Withheld, StringComparison.Ordinal));
        Assert.Equal(2, gateway.Recorder.Guard.WithheldEvents);
    }

    private static string[] Headers() =>
    [
        "authorization: Bearer " + HeaderSecret, "x-api-key: " + HeaderSecret, "api-key: " + HeaderSecret, "cookie: a=" + HeaderSecret, "proxy-authorization: Basic " + HeaderSecret,
        "x-amz-security-token: " + HeaderSecret, "x-custom: see " + Key, "x-nemo-flow-session-id: canary", "openai-organization: " + EnvironmentSecret,
    ];

    private static async Task HookAsync(TestGateway gateway, string payload) =>
        Assert.Equal(200, (await gateway.CallAsync(Wire.Post("/hooks/codex", payload, "authorization: Bearer " + HeaderSecret, "x-nemo-flow-token: " + HeaderSecret))).Status);

    private static void AssertAbsent(string folder, params string[] secrets)
    {
        string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            string text = File.ReadAllText(file);
            Assert.All(secrets, secret => Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{Path.GetFileName(file)} holds {secret}: {Around(text, secret)}"));
        }
    }

    private static string Around(string text, string secret)
    {
        int at = text.IndexOf(secret, StringComparison.Ordinal);
        return at < 0 ? "" : text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 60)];
    }
}
