// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Gateway.Tests.Support;

namespace NemoFlow.Gateway.Tests.Endpoints;

public sealed class SessionFolderTests
{
    [Theory]
    [InlineData("out/t", false, true)]
    [InlineData("../beside", false, false)]
    [InlineData("a/../../b", false, false)]
    [InlineData("{absolute}", false, false)]
    [InlineData("{absolute}", true, true)]
    [InlineData("../beside", true, true)]
    public async Task AtifFolderHeader_WithoutTheToken_StaysWithinTheWork(string asked, bool withToken, bool followed)
    {
        await using TestGateway gateway = await TestGateway.StartAsync((RawUpstream?)null);
        string work = Directory.CreateDirectory(Path.Combine(gateway.Folder, "work")).FullName;
        string absolute = Path.Combine(gateway.Folder, "chosen");
        string header = asked.Replace("{absolute}", absolute, StringComparison.Ordinal);
        string token = withToken ? gateway.Server.Options.Token! : "wrong";

        await gateway.CallAsync(Wire.Post(
            "/hooks/codex", $$"""{"session_id":"s","hook_event_name":"UserPromptSubmit","cwd":{{Responses.Quote(work)}},"prompt":"hi"}""", "x-nemo-flow-atif-dir: " + header, "x-nemo-flow-token: " + token));
        string folder = gateway.Folder;
        await gateway.StopAsync();

        string file = Assert.Single(Directory.GetFiles(folder, "*.atif.json", SearchOption.AllDirectories));
        Assert.Equal(followed ? Path.GetFullPath(header, work) : Path.Combine(work, ".nemo-flow", "atif"), Path.GetDirectoryName(file));
    }
}
