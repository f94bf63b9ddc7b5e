// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using NemoFlow.Agents;
using NemoFlow.Engine;
using NemoFlow.Engine.Delivery;
using NemoFlow.Engine.Sessions;
using NemoFlow.Exporters;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Runs;
using NemoFlow.Rehearsal;
using NemoFlow.Rehearsal.Agent;
using NemoFlow.Rendering;
using NemoFlow.Storage.Files;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow demo</c>: a whole session on this machine alone: scripted provider, scripted or real agent.</summary>
internal static class DemoCommand
{
    private const string Prompt = "Say hello from a tool.";

    public static Command Create(TextWriter output, TextWriter error)
    {
        Command command = new("demo", "See it work: a scripted session with a tool call. No account, no network.");
        Option<string> agent = new("--agent") { Description = "Use the real agent on this machine instead of a scripted one: codex or claude-code.", HelpName = "AGENT" };
        Option<string> endpoint = new("--openinference-endpoint") { Description = "Send the session's traces to this OTLP endpoint as well.", HelpName = "URL" };
        command.Options.Add(agent);
        command.Options.Add(endpoint);
        command.SetAction(async (parsed, cancellation) =>
        {
            ExporterSet exporters = ExporterSetup.OpenInference(parsed.GetValue(endpoint), Environment.GetEnvironmentVariable);
            string folder = Directory.CreateTempSubdirectory("nemo-flow-demo-").FullName;
            RehearsalProvider provider = await RehearsalProvider.StartAsync(Scenario.BuiltIn("one-tool"), 0, null, cancellation).ConfigureAwait(false);
            await using (provider.ConfigureAwait(false))
            {
                if (parsed.GetValue(agent) is not { } named)
                {
                    return await ScriptedAsync(provider, folder, exporters, output, cancellation).ConfigureAwait(false);
                }

                return DemoAgent.Find(AgentLaunchers.Find(named)?.Agent, folder) is { } real
                    ? await RealAsync(real, provider, folder, exporters, output, error, cancellation).ConfigureAwait(false)
                    : await UnknownAsync(named, error).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static async Task<int> ScriptedAsync(RehearsalProvider provider, string folder, ExporterSet exporters, TextWriter output, CancellationToken cancellation)
    {
        StateFolder state = new(Path.Combine(folder, "state"));
        Recorder recorder = new(new RecorderOptions { State = state, WorkingDirectory = folder, Exporters = exporters });
        GatewayServer gateway = await GatewayServer.StartAsync(Gateway(provider), recorder, cancellation).ConfigureAwait(false);
        await using (gateway.ConfigureAwait(false))
        {
            await output.WriteLineAsync($"gateway   {gateway.Url.OriginalString.TrimEnd('/')}\nprovider  {provider.BaseAddress} (scripted)\nagent     scripted, plays Codex\n").ConfigureAwait(false);
            using ScriptedAgent agent = new(new ScriptedAgentOptions { Gateway = gateway.Url, WorkingDirectory = folder });
            await agent.RunAsync([Prompt], cancellation).ConfigureAwait(false);
        }

        return await ShowAsync(state, folder, provider, recorder.Deliveries.Statuses, output).ConfigureAwait(false);
    }

    private static async Task<int> RealAsync(DemoAgent agent, RehearsalProvider provider, string folder, ExporterSet exporters, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        string work = Directory.CreateDirectory(Path.Combine(folder, "work")).FullName;
        StateFolder state = new(Path.Combine(folder, "state"));
        foreach ((string name, string? value) in agent.Environment)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        RunResult result = await ObservedRun.RunAsync(
            new RunOptions
            {
                Agent = agent.Agent,
                Command = [.. agent.Command, Prompt],
                WorkingDirectory = work,
                Gateway = Gateway(provider),
                State = state,
                Exporters = exporters,
                HookClient = HookClientCommand.Words(),
                Environment = Environment.GetEnvironmentVariable,
            },
            cancellation).ConfigureAwait(false);
        if (result.Problem is not null)
        {
            await error.WriteLineAsync("nemo-flow: " + result.Problem).ConfigureAwait(false);
            return result.ExitCode;
        }

        return await ShowAsync(state, work, provider, result.Deliveries, output).ConfigureAwait(false);
    }

    private static GatewayOptions Gateway(RehearsalProvider provider) => new() { OpenAIBaseUrl = new Uri(provider.BaseAddress, "v1"), AnthropicBaseUrl = provider.BaseAddress };

    private static async Task<int> ShowAsync(StateFolder state, string work, RehearsalProvider provider, IReadOnlyList<DeliveryStatus> deliveries, TextWriter output)
    {
        SessionStore store = new(state);
        foreach (Session session in store.Ids().Select(store.Find).OfType<Session>())
        {
            new SessionTree(output, 120).Write(session);
        }

        await output.WriteLineAsync($"\nthe provider answered {provider.Requests.Count} requests; written:").ConfigureAwait(false);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(work, ".nemo-flow"), "*.json", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(state.Sessions, "*.jsonl", SearchOption.AllDirectories)))
        {
            await output.WriteLineAsync("  " + file).ConfigureAwait(false);
        }

        foreach (DeliveryStatus status in deliveries)
        {
            await output.WriteLineAsync(DeliveryLine.After(status)).ConfigureAwait(false);
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> UnknownAsync(string agent, TextWriter error)
    {
        await error.WriteLineAsync($"nemo-flow: there is no agent '{agent}' in this version: use --agent codex, --agent claude-code, or none.").ConfigureAwait(false);
        return ExitCodes.Usage;
    }
}
