// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using NemoFlow.Hooks;

namespace NemoFlow.Hook;

/// <summary>One event on its way: what stays the same whether it is sent now or found in the spool later.</summary>
internal sealed class HookDelivery
{
    /// <param name="options">The command line.</param>
    /// <param name="began">When the hook began; part of the id, so that ids sort by time.</param>
    public HookDelivery(HookOptions options, DateTimeOffset began)
    {
        Agent = options.Agent;
        TimeMs = began.ToUnixTimeMilliseconds();
        Id = Guid.CreateVersion7(began).ToString();
        Headers =
        [
            new(HookWire.DeliveryHeader, Id),
            new(HookWire.TimeHeader, TimeMs.ToString(CultureInfo.InvariantCulture)),
            .. options.Headers,
        ];
    }

    public string Agent { get; }

    /// <summary>A UUID, version 7.</summary>
    public string Id { get; }

    /// <summary>When the hook began, in Unix milliseconds.</summary>
    public long TimeMs { get; }

    /// <summary>Our headers by lower-case name, without the token.</summary>
    public List<KeyValuePair<string, string>> Headers { get; }
}
