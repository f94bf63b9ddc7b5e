// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine;
using NemoFlow.Engine.Projection;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Rehearsal;
using NemoFlow.Storage.Files;

namespace NemoFlow.Clients.Tests.Support;

/// <summary>Lets a client talk to a scripted provider, once directly and once through the gateway, and compares.</summary>
internal static class SameEitherWay
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The calls that the gateway recorded, after everything else was found to be the same.</summary>
    /// <param name="turns">What the provider answers.</param>
    /// <param name="use">Uses a client of this base address, over this transport, and tells what it was given.</param>
    public static async Task<IReadOnlyList<LlmCall>> AssertAsync(string turns, Func<Uri, HttpClient, Task<IReadOnlyList<string>>> use)
    {
        Scenario scenario = Scenario.Parse($$"""{ "name": "client", "conversations": [{ "turns": [{{turns}}] }] }""");
        await using RehearsalProvider direct = await RehearsalProvider.StartAsync(scenario, new RehearsalOptions { TimeProvider = new FixedClock() }, Stop);
        (IReadOnlyList<string> told, WireRecorder wire) = await UseAsync(direct.BaseAddress, use);

        await using RehearsalProvider provider = await RehearsalProvider.StartAsync(scenario, new RehearsalOptions { TimeProvider = new FixedClock() }, Stop);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("nemo-flow-clients-");
        try
        {
            Recorder recorder = new(new RecorderOptions { State = new StateFolder(Path.Combine(folder.FullName, "state")), WorkingDirectory = folder.FullName });
            GatewayOptions options = new() { OpenAIBaseUrl = new Uri(provider.BaseAddress, "v1"), AnthropicBaseUrl = provider.BaseAddress };
            IReadOnlyList<string> toldAgain;
            WireRecorder wireAgain;
            await using (GatewayServer gateway = await GatewayServer.StartAsync(options, recorder, Stop))
            {
                (toldAgain, wireAgain) = await UseAsync(gateway.Url, use);
            }

            Assert.NotEmpty(told);
            Assert.Equal(told, toldAgain);
            Assert.Equal(wire.Heads, wireAgain.Heads);
            Assert.Equal(wire.Bodies, wireAgain.Bodies);
            Assert.Equal(direct.Requests.Select(r => (r.RawTarget, r.BodySha256)), provider.Requests.Select(r => (r.RawTarget, r.BodySha256)));
            return Calls(recorder);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(IReadOnlyList<string> Told, WireRecorder Wire)> UseAsync(Uri address, Func<Uri, HttpClient, Task<IReadOnlyList<string>>> use)
    {
        WireRecorder wire = new();
        using HttpClient http = new(wire);
        return (await use(address, http), wire);
    }

    private static List<LlmCall> Calls(Recorder recorder)
    {
        List<LlmCall> calls = [];
        foreach (string path in Directory.GetFiles(recorder.Options.State.Sessions, "*.jsonl", SearchOption.AllDirectories))
        {
            using Storage.Journal.JournalReader reader = new(path);
            foreach (string id in reader.ReadNew().Select(e => e.SessionId).Distinct())
            {
                using SessionProjection projection = new(recorder.Options.State.Sessions, id, Recorder.Interpreters);
                calls.AddRange(projection.Refresh()!.Turns.SelectMany(t => t.Items).OfType<LlmCall>());
            }
        }

        return calls;
    }
}
