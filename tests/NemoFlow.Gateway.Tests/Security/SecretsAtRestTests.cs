// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Security;

public sealed class SecretsAtRestTests
{
    private const string Canary = "canary7f3a";

    private static readonly string[] Credentials =
    [
        $"Authorization: Bearer {Canary}", $"cookie: session={Canary}", $"x-api-key: {Canary}", $"api-key: {Canary}", $"anthropic-api-key: {Canary}",
        $"proxy-authorization: Basic {Canary}", $"x-goog-api-key: {Canary}", $"x-auth-token: {Canary}", $"x-amz-security-token: {Canary}",
        $"x-nemo-flow-token: {Canary}", $"x-custom: Bearer {Canary}", $"x-client-secret: {Canary}",
    ];

    [Fact]
    public async Task Credentials_InRequestsAndAnswers_AreInNoFile()
    {
        byte[] answer = Wire.Ok(
            Responses.Buffered("hi"), "content-type: application/json", $"set-cookie: s={Canary}", $"www-authenticate: Bearer {Canary}",
            $"x-refresh-token: {Canary}", "x-request-id: req_kept");
        await using TestGateway gateway = await TestGateway.StartAsync(answer, o => o with { Token = Canary + "-token", OpenAIApiKey = Canary + "-key" });

        await gateway.CallAsync(Wire.Post($"/v1/responses?key={Canary}", Responses.Prompt, Credentials));
        await gateway.CallAsync(Wire.Post("/v1/responses", Responses.Prompt, $"x-nemo-flow-token: {Canary}-token"));
        await gateway.CallAsync(Wire.Post("/hooks/codex", """{"hook_event_name":"Stop","session_id":"s1"}""", Credentials));
        await gateway.StopAsync();

        string[] files = Directory.GetFiles(gateway.Folder, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        string everything = string.Concat(files.Select(f => Encoding.Latin1.GetString(File.ReadAllBytes(f))));
        Assert.Contains("req_kept", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_WhereTheProviderFails_AreInNoFileAndNoAnswer()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(upstream: null, o => o with { OpenAIBaseUrl = new Uri($"http://user:{Canary}@127.0.0.1:1/v1") });

        WireMessage answer = await gateway.CallAsync(Wire.Post("/v1/responses", Responses.Prompt, Credentials));
        await gateway.StopAsync();

        Assert.Equal(502, answer.Status);
        Assert.DoesNotContain(Canary, answer.Text, StringComparison.Ordinal);
        string[] files = Directory.GetFiles(gateway.Folder, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.DoesNotContain(Canary, Encoding.Latin1.GetString(File.ReadAllBytes(f)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_OfTheState_AreTheirOwnersOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are those of Unix.");
        await using TestGateway gateway = await TestGateway.StartAsync(Wire.Json(Responses.Buffered("hi")));

        await gateway.CallAsync(Wire.Post("/v1/responses", Responses.Prompt));
        await gateway.StopAsync();

        string[] files = Directory.GetFiles(gateway.State.Root, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(f)));
        Assert.All(
            Directory.GetDirectories(gateway.State.Root, "*", SearchOption.AllDirectories).Append(gateway.State.Root),
            f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(f)));
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
}
