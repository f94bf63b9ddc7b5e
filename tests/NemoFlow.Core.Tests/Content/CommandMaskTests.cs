// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Content;

namespace NemoFlow.Core.Tests.Content;

public sealed class CommandMaskTests
{
    private const string Secret = "s3cr3t-value-0123456789";

    [Theory]
    [InlineData("--api-key", Secret)]
    [InlineData("--token", Secret)]
    [InlineData("-c", "model_providers.x.api_key=\"" + Secret + "\"")]
    [InlineData("-c", "x={ token = '" + Secret + "' }")]
    [InlineData("--header", "Authorization: Bearer " + Secret)]
    [InlineData("--url", "https://user:" + Secret + "@example.com/v1")]
    [InlineData("prompt", "my key is sk-" + Secret)]
    public void Apply_Secret_IsMasked(string first, string second)
    {
        IReadOnlyList<string> masked = CommandMask.Apply(["codex", first, second]);

        Assert.DoesNotContain(masked, word => word.Contains(Secret, StringComparison.Ordinal));
        Assert.Equal(first, masked[1]);
        Assert.Contains("***", masked[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--skip-git-repo-check")]
    [InlineData("model_auto_compact_token_limit=1000")]
    [InlineData("requires_openai_auth=true")]
    [InlineData("env_key=\"OPENAI_API_KEY\"")]
    [InlineData("env_http_headers={ x-token = \"MY_TOKEN\" }")]
    [InlineData("https://example.com/v1")]
    [InlineData("Summarize the tokens of this file")]
    public void Apply_HarmlessWord_StaysAsItIs(string word) => Assert.Equal(word, CommandMask.Apply(["codex", word])[1]);
}
