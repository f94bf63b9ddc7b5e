// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Delivery;

/// <summary>How long to leave a failing target alone: twice as long each time up to a minute, a little different for each gateway.</summary>
internal sealed class Backoff(Func<double> chance)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; private set; }

    /// <summary>Notes a success.</summary>
    public void Reset() => Failures = 0;

    /// <summary>Notes a failure; gives how long to wait. What the target asks for counts where it is longer, and is never cut short.</summary>
    public TimeSpan Next(TimeSpan? asked)
    {
        Failures++;
        TimeSpan own = Failures > 6 ? Longest : First * Math.Pow(2, Failures - 1);
        TimeSpan wait = own * (0.8 + (0.4 * chance()));
        return asked > wait ? asked.Value * (1 + (0.1 * chance())) : wait;
    }
}
