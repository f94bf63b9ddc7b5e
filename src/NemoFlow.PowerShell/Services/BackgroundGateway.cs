// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Runtime.InteropServices;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine.Install;
using NemoFlow.Gateway.Background;
using NemoFlow.Gateway.Hosting;
using NemoFlow.Hooks;
using NemoFlow.Storage.Files;

namespace NemoFlow.PowerShell.Services;

/// <summary>The gateway that installed hooks start, where it has to be a PowerShell.</summary>
internal static class BackgroundGateway
{
    private const string IdleVariable = "NEMO_FLOW_GATEWAY_IDLE_MINUTES";
    private const double UsualIdleMinutes = 30;

    /// <summary>Runs until it is stopped or idle; gives the exit code.</summary>
    public static int Run()
    {
        StateFolder state = StateFolder.FromEnvironment(Environment.GetEnvironmentVariable);
        try
        {
            PrivateFiles.CreateFolder(state.Root);
            Environment.CurrentDirectory = state.Root;
            GatewaySettings settings = GatewaySetup.Settings(null, Environment.GetEnvironmentVariable, new GatewaySettings(), state.Root);
            GatewayOptions options = GatewaySetup.Options(
                settings, Environment.GetEnvironmentVariable, GatewaySetup.Endpoint(settings.Bind ?? new Uri(GatewayWire.DefaultUrl).Authority)) with
            { OwnsProcess = true };
            HookClientFinder.EnsureProgram(state, state.Root);
            HookClientCopy.Ensure(state, HookClientFinder.Program(state, state.Root), HookClientFinder.Native());
            TimeSpan idle = IdleAfter();
            UserGateway.RunAsync(
                new UserGatewayOptions
                {
                    Settings = settings,
                    Gateway = options,
                    State = state,
                    Fingerprint = SettingsFingerprint.Of(options, settings, Environment.GetEnvironmentVariable),
                    IdleAfter = idle,
                    Watch = idle > TimeSpan.Zero && idle < TimeSpan.FromMinutes(1) ? idle / 4 : TimeSpan.FromSeconds(15),
                },
                WaitForStopAsync).GetAwaiter().GetResult();
            return 0;
        }
        catch (Exception e) when (e is ConfigurationException or GatewayStartException or IOException or UnauthorizedAccessException)
        {
            // Nobody sees the error output of a process in the background.
            new LogFile(state, TimeProvider.System).Error("gateway: " + e.Message);
            return 1;
        }
    }

    private static TimeSpan IdleAfter() => TimeSpan.FromMinutes(
        double.TryParse(Environment.GetEnvironmentVariable(IdleVariable), CultureInfo.InvariantCulture, out double minutes) ? minutes : UsualIdleMinutes);

    private static async Task WaitForStopAsync(CancellationToken cancellation)
    {
        TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.TrySetResult();
        }

        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using CancellationTokenRegistration cancelling = cancellation.Register(() => stop.TrySetResult());
        await stop.Task.ConfigureAwait(false);
    }
}
