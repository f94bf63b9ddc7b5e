// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Hooks;

namespace NemoFlow.Hook;

/// <summary>
/// Forwards one hook event to the gateway and gives the agent the gateway's reply. Whatever goes wrong on the way, the agent goes on
/// with a neutral reply, and the event is kept for later, unless the user wants failures to count.
/// </summary>
internal static class HookForward
{
    private const int Success = 0;
    private const int Failure = 1;

    /// <summary>Far above any event; an input without end, such as a device in the place of a closed descriptor, stops here.</summary>
    private const int MaxPayloadBytes = 64 * 1024 * 1024;

    /// <summary>By this code agents know that a hook forbids what they are about to do.</summary>
    private const int Rejected = 2;

    /// <summary>Runs the command.</summary>
    /// <param name="args">The command line, the agent first; without the name of the command.</param>
    /// <param name="host">The process.</param>
    /// <returns>The exit code.</returns>
    public static int Run(ReadOnlySpan<string> args, HookHost host)
    {
        DateTimeOffset began = host.Time.GetUtcNow();
        HookOptions options;
        try
        {
            options = HookOptionParser.Parse(args, host);
        }
        catch (HookUsageException e)
        {
            host.ReportFailure(e.Message);
            return Failure;
        }

        host.ChosenState = options.StateFolder;
        try
        {
            return Forward(options, new HookDelivery(options, began), host);
        }
        catch (Exception e)
        {
            // The last line between a fault of ours and the agent: nothing may pass it.
            return Fail(options, host, $"unexpected {e.GetType().Name}");
        }
    }

    private static int Forward(HookOptions options, HookDelivery delivery, HookHost host)
    {
        byte[]? payload;
        try
        {
            payload = options.Payload is { } told ? CodexNotice.Complete(Encoding.UTF8.GetBytes(told), host) : ReadPayload(host.Input);
            if (payload is null)
            {
                return Fail(options, host, $"payload larger than {MaxPayloadBytes / (1024 * 1024)} MiB");
            }
        }
        catch (IOException)
        {
            return Fail(options, host, "cannot read standard input");
        }

        // Outside of a run, a hook that was put in for one belongs to another agent that reads the same file, or the run is over.
        if ((options.Installed && IsRecordedByRun(options, host)) || (options.OnlyInRun && host.VariableOrNull(HookVariables.Run) is null))
        {
            host.Reply(Neutral(options));
            return Success;
        }

        HttpReply reply;
        try
        {
            reply = Send(options, delivery, payload, host);
        }
        catch (DeliveryException e)
        {
            return Fail(options, host, e.Message + Keep(options, delivery, payload, host));
        }

        return Answer(reply, options, delivery, payload, host);
    }

    /// <summary>A run brings hooks of its own: what an installed one told beside them would be told twice.</summary>
    private static bool IsRecordedByRun(HookOptions options, HookHost host) =>
        host.VariableOrNull(HookVariables.Run) is not null && (host.VariableOrNull(HookVariables.RunAgent) ?? options.Agent) == options.Agent;

    private static HttpReply Send(HookOptions options, HookDelivery delivery, byte[] payload, HookHost host)
    {
        if (options.GatewayUrl is { } url)
        {
            try
            {
                return Send(GatewayAddress.Parse(url), options, delivery, payload, host);
            }
            finally
            {
                if (options.PostsTo is { } posted && posted != url)
                {
                    UserGateway.Ensure(host, posted);
                }
            }
        }

        if (!options.Installed)
        {
            throw new DeliveryException($"missing gateway URL: set {HookVariables.GatewayUrl} or pass --gateway-url");
        }

        try
        {
            return Send(UserGateway.Find(host), options, delivery, payload, host);
        }
        catch (DeliveryException e) when (e.NoGateway && UserGateway.TryStart(host))
        {
            return Send(UserGateway.Find(host), options, delivery, payload, host);
        }
    }

    private static HttpReply Send(GatewayAddress address, HookOptions options, HookDelivery delivery, byte[] payload, HookHost host) =>
        new HookClient(host.Limit).Send(address, RequestHead.WithBody(address, delivery, options.Token, payload));

    private static int Answer(HttpReply reply, HookOptions options, HookDelivery delivery, byte[] payload, HookHost host)
    {
        if (reply.IsSuccess)
        {
            host.Reply(reply.Body);
            return Success;
        }

        if (reply.Status == 403 && JsonText.RejectionMessage(reply.Body) is { } message)
        {
            host.ReportFailure($"HTTP 403, rejected by a policy: {message}");
            return Rejected;
        }

        // A payload that could not be read would not be read later either; anything else may be another program, or a gateway in trouble.
        bool refused = reply.Status is 400 or 413 or 500;
        return Fail(options, host, $"HTTP {reply.Status}" + (refused ? "" : Keep(options, delivery, payload, host)));
    }

    /// <summary>Keeps an event for later where that is wanted. Returns what to add to the error line.</summary>
    private static string Keep(HookOptions options, HookDelivery delivery, byte[] payload, HookHost host) =>
        options.FailClosed || !options.Spool
            ? ""
            : SpoolWriter.TryWrite(host, delivery, payload) is { } problem ? $"; event lost: {problem}" : "; event kept for later";

    private static int Fail(HookOptions options, HookHost host, string reason)
    {
        host.ReportFailure(reason);
        if (options.FailClosed)
        {
            return Failure;
        }

        host.Reply(Neutral(options));
        return Success;
    }

    private static byte[] Neutral(HookOptions options) => Encoding.UTF8.GetBytes(HookWire.NeutralReply(options.Agent) ?? "");

    /// <summary>All of the input as it is; an empty object where there is none; null where there is too much.</summary>
    private static byte[]? ReadPayload(Stream input)
    {
        byte[] buffer = new byte[16 * 1024];
        int length = 0;
        int read;
        while ((read = input.Read(buffer, length, buffer.Length - length)) > 0)
        {
            length += read;
            if (length > MaxPayloadBytes)
            {
                return null;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, length * 2);
            }
        }

        ReadOnlySpan<byte> payload = buffer.AsSpan(0, length);
        return payload.Trim(" \t\r\n"u8).IsEmpty ? "{}"u8.ToArray() : payload.ToArray();
    }
}
