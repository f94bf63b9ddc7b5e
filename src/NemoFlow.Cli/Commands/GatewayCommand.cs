// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using NemoFlow.Cli.Rendering;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine;
using NemoFlow.Engine.Install;
using NemoFlow.Gateway.Background;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Hooks;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Gateways;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow gateway status|start|stop</c>: the gateway that installed hooks report to.</summary>
internal static class GatewayCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static Command Create(SharedOptions shared, TextWriter output, TextWriter error)
    {
        Command gateway = new("gateway", "See, start and stop the gateway in the background, which installed hooks report to.");
        Command status = new("status", "Say whether it runs, where, and since when.");
        status.SetAction((parsed, cancellation) => StatusAsync(shared.Settings(parsed), output, cancellation));
        Command start = new("start", "Start it now instead of at the first hook.");
        start.SetAction((_, cancellation) => StartAsync(output, error, cancellation));
        Command stop = new("stop", "Stop it; the next hook starts it again.");
        stop.SetAction((_, cancellation) => StopAsync(output, error, cancellation));
        gateway.Subcommands.Add(status);
        gateway.Subcommands.Add(start);
        gateway.Subcommands.Add(stop);
        gateway.Subcommands.Add(CreateRun(shared, error));
        return gateway;
    }

    /// <summary>The options of the user's gateway: as for any gateway, on its fixed port.</summary>
    public static GatewayOptions Options(GatewaySettings settings) =>
        SharedOptions.Gateway(settings, GatewaySetup.Endpoint(settings.Bind ?? new Uri(GatewayWire.DefaultUrl).Authority));

    private static Command CreateRun(SharedOptions shared, TextWriter error)
    {
        Command run = new("run", "Be the gateway in the background; ends with 0 where there is one already.");
        Option<double> idle = new("--idle-minutes")
        {
            Description = "Stop after so long without work; 0 never does.",
            DefaultValueFactory = _ => double.TryParse(Environment.GetEnvironmentVariable("NEMO_FLOW_GATEWAY_IDLE_MINUTES"), System.Globalization.CultureInfo.InvariantCulture, out double minutes) ? minutes : 30,
        };
        run.Options.Add(idle);
        run.SetAction(async (parsed, cancellation) =>
        {
            StateFolder state = StateFolder.FromEnvironment(Environment.GetEnvironmentVariable);
            PrivateFiles.CreateFolder(state.Root);
            Environment.CurrentDirectory = state.Root;
            try
            {
                GatewaySettings settings = shared.Settings(parsed);
                GatewayOptions options = Options(settings);
                TimeSpan idleAfter = TimeSpan.FromMinutes(parsed.GetValue(idle));
                HookClientCopy.Ensure(state, HookClientCommand.Program(), HookClientCommand.Native());
                await UserGateway.RunAsync(
                    new UserGatewayOptions
                    {
                        Settings = settings,
                        Gateway = options,
                        State = state,
                        Fingerprint = SettingsFingerprint.Of(options, settings, Environment.GetEnvironmentVariable),
                        IdleAfter = idleAfter,
                        Watch = idleAfter > TimeSpan.Zero && idleAfter < TimeSpan.FromMinutes(1) ? idleAfter / 4 : TimeSpan.FromSeconds(15),
                    },
                    Terminal.WaitForStopAsync,
                    cancellation).ConfigureAwait(false);
                return ExitCodes.Ok;
            }
            catch (ConfigurationException e)
            {
                // Nobody sees the error output of a process in the background.
                new LogFile(state, TimeProvider.System).Error("gateway: " + e.Message);
                await error.WriteLineAsync("nemo-flow: " + e.Message).ConfigureAwait(false);
                return ExitCodes.Usage;
            }
        });
        return run;
    }

    private static async Task<int> StatusAsync(GatewaySettings settings, TextWriter output, CancellationToken cancellation)
    {
        StateFolder state = StateFolder.FromEnvironment(Environment.GetEnvironmentVariable);
        RegisteredGateway? user = await UserGatewayControl.FindAsync(state, cancellation).ConfigureAwait(false);
        await output.WriteLineAsync(user is null ? "in the background: none is running; the first hook of an installed agent starts one" : "in the background:").ConfigureAwait(false);
        if (user is not null)
        {
            GatewayInfo info = await UserGatewayControl.StatusAsync(user, state, cancellation).ConfigureAwait(false);
            await GatewayText.WriteAsync(info, user, TimeProvider.System.GetUtcNow(), output).ConfigureAwait(false);
            if (user.Version != Recorder.Version)
            {
                await output.WriteLineAsync($"  it is version {user.Version}, this is {Recorder.Version}: nemo-flow gateway stop, and the next hook starts the new one").ConfigureAwait(false);
            }

            if (user.Settings != SettingsFingerprint.Of(Options(settings), settings, Environment.GetEnvironmentVariable))
            {
                await output.WriteLineAsync("  the configuration is another than when it was started: nemo-flow gateway stop, and the next hook starts it with the new one").ConfigureAwait(false);
            }
        }

        foreach (RegisteredGateway other in RegisteredGateway.ReadAll(state).Where(g => !g.IsUserGateway))
        {
            await output.WriteLineAsync("started by hand or by a program:").ConfigureAwait(false);
            await GatewayText.WriteAsync(await UserGatewayControl.StatusAsync(other, state, cancellation).ConfigureAwait(false), other, TimeProvider.System.GetUtcNow(), output).ConfigureAwait(false);
        }

        return user is null ? ExitCodes.Failure : ExitCodes.Ok;
    }

    private static async Task<int> StartAsync(TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        StateFolder state = StateFolder.FromEnvironment(Environment.GetEnvironmentVariable);
        PrivateFiles.CreateFolder(state.Root);
        RegisteredGateway? gateway = await UserGatewayControl.StartAsync(state, StartProgram, Limit, TimeProvider.System, cancellation).ConfigureAwait(false);
        if (gateway is null)
        {
            LogFile log = new(state, TimeProvider.System);
            await error.WriteLineAsync($"nemo-flow: the gateway did not come up. {log.LastError() ?? "There is no error in " + log.Path}").ConfigureAwait(false);
            return ExitCodes.Failure;
        }

        await output.WriteLineAsync("the gateway listens on " + gateway.Url).ConfigureAwait(false);
        return ExitCodes.Ok;
    }

    private static bool StartProgram()
    {
        string[] command = [.. HookClientCommand.Program(), .. GatewayWire.RunArguments];
        if (!OperatingSystem.IsWindows())
        {
            return Hook.DetachedProcess.TryStart(command);
        }

        System.Diagnostics.ProcessStartInfo start = new(command[0]) { UseShellExecute = true, WindowStyle = System.Diagnostics.ProcessWindowStyle.Hidden };
        foreach (string argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        return System.Diagnostics.Process.Start(start) is not null;
    }

    private static async Task<int> StopAsync(TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        StateFolder state = StateFolder.FromEnvironment(Environment.GetEnvironmentVariable);
        if (UserGatewayControl.Find(state) is not { } gateway)
        {
            await output.WriteLineAsync("no gateway is running in the background").ConfigureAwait(false);
            return ExitCodes.Ok;
        }

        if (await UserGatewayControl.StopAsync(gateway, state, Limit, TimeProvider.System, cancellation).ConfigureAwait(false) is { } problem)
        {
            await error.WriteLineAsync("nemo-flow: the gateway could not be stopped: " + problem).ConfigureAwait(false);
            return ExitCodes.Failure;
        }

        await output.WriteLineAsync("stopped").ConfigureAwait(false);
        return ExitCodes.Ok;
    }
}
