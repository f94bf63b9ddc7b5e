// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Routing;

internal sealed class ActiveSession(string agent)
{
    public string Agent { get; set; } = agent;

    public DateTimeOffset LastSeen { get; set; }

    public bool Ended { get; set; }
}
