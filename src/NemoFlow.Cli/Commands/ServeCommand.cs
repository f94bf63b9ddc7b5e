// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine;
using NemoFlow.Engine.Setup;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Gateway.Setup;
using NemoFlow.Hooks;
using NemoFlow.Rendering;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow --bind 127.0.0.1:4040</c>: a gateway that runs until it is stopped. Without any option: where the user stands, whatever the configuration says.</summary>
internal static class ServeCommand
{
    public static void AddTo(RootCommand root, SharedOptions shared, TextWriter output, TextWriter error)
    {
        Option<string?> bind = new("--bind")
        {
            Description = "Serve a gateway on this loopback address and port until stopped; without ADDR on that of the configuration, or 127.0.0.1:4040.",
            HelpName = "ADDR",
            Arity = ArgumentArity.ZeroOrOne,
        };
        root.Options.Add(bind);
        shared.AddTo(root);
        root.SetAction((parsed, cancellation) =>
        {
            if (parsed.Tokens.Count == 0)
            {
                return GuideAsync(output);
            }

            GatewaySettings settings = shared.Settings(parsed, error);
            string address = parsed.GetValue(bind) ?? settings.Bind ?? new Uri(GatewayWire.DefaultUrl).Authority;
            return ServeAsync(SharedOptions.Gateway(settings, GatewaySetup.Endpoint(address)), settings, output, error, cancellation);
        });
    }

    private static async Task<int> ServeAsync(GatewayOptions options, GatewaySettings settings, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        StateFolder state = StateFolder.FromEnvironment(Environment.GetEnvironmentVariable);
        int removed = GatewaySetup.Retention(settings).Apply(state.Sessions, TimeProvider.System.GetUtcNow());
        if (removed > 0)
        {
            await error.WriteLineAsync($"nemo-flow: removed {removed} sessions beyond the limits of [journal] in the configuration").ConfigureAwait(false);
        }

        Recorder recorder = new(new RecorderOptions
        {
            State = state,
            AtifFolder = settings.AtifFolder,
            Content = settings.Content,
            Prices = GatewaySetup.Prices(settings),
            SessionMetadata = settings.SessionMetadata,
            WorkingDirectory = Environment.CurrentDirectory,
            Exporters = GatewaySetup.Exporters(settings, Environment.GetEnvironmentVariable),
            Environment = Environment.GetEnvironmentVariable,
        });
        GatewayServer gateway = await GatewayServer.StartAsync(options, recorder, cancellation).ConfigureAwait(false);
        await using (gateway.ConfigureAwait(false))
        {
            // Whoever reads that the gateway listens may stop it at once.
            Task stop = Terminal.WaitForStopAsync(cancellation);
            using GatewayRegistration registration = GatewayRegistration.Create(state, recorder.GatewayId, gateway.Url, gateway.Options.Token!, Recorder.Version);
            await output.WriteLineAsync("nemo-flow: listening on " + gateway.Url.OriginalString.TrimEnd('/')).ConfigureAwait(false);
            await output.FlushAsync(cancellation).ConfigureAwait(false);
            int spooled = await SpoolDrain.RunAsync(recorder).ConfigureAwait(false);
            if (spooled > 0)
            {
                await error.WriteLineAsync($"nemo-flow: recorded {spooled} hooks that had found no gateway").ConfigureAwait(false);
            }

            await stop.ConfigureAwait(false);
        }

        foreach (DeliveryStatus status in recorder.Deliveries.Statuses.Where(s => s.WaitingSessions > 0))
        {
            await error.WriteLineAsync("nemo-flow: " + DeliveryLine.Waiting(status)).ConfigureAwait(false);
        }

        if (recorder.Pump.Counters.Lost > 0)
        {
            await error.WriteLineAsync($"nemo-flow: {recorder.Pump.Counters.Lost} events could not be written: {recorder.Pump.Counters.LastLoss}").ConfigureAwait(false);
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> GuideAsync(TextWriter output)
    {
        FirstSteps steps = await FirstLook.ReadAsync(DoctorCommand.Options()).ConfigureAwait(false);
        string agents = steps.Agents.Count == 0
            ? "none found; on PATH or where package managers put them"
            : string.Join(", ", steps.Agents.Select(a => Stands(a, steps)));
        await output.WriteLineAsync($"""
            NemoFlow records what a coding agent does. Nothing leaves this machine but by exporters that you set up.

              agents     {agents}
              gateway    {(steps.GatewayUrl is { } url ? "runs at " + url : steps.Installed.Count > 0 ? "not running; the next hook starts it" : "not running, and nothing needs it")}
              recorded   {steps.Sessions switch { 0 => "nothing yet", 1 => "1 session", var n => n + " sessions" }}
              next       {steps.Next.Command}
                         {steps.Next.Why}

              nemo-flow demo                     see it work: no account, no network
              nemo-flow codex -- exec "…"        run Codex and record the session; also: claude
              nemo-flow install codex            record sessions without the wrapper; take out: uninstall
              nemo-flow sessions                 what was recorded
              nemo-flow doctor                   what is right, what is not, and what to do
              nemo-flow --bind 127.0.0.1:4040    a gateway that stays in this terminal

            More: nemo-flow --help
            """).ConfigureAwait(false);
        return ExitCodes.Ok;
    }

    private static string Stands(string agent, FirstSteps steps) => !steps.Installed.Contains(agent) ? agent
        : steps.Silent.ContainsKey(agent) ? agent + " (hooks installed, but they do not fire)"
        : agent + " (hooks installed)";
}
