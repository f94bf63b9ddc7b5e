// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Content.Redaction;

/// <summary>The time that an event's redaction may take.</summary>
internal sealed class RedactionClock(Func<TimeSpan> clock, TimeSpan limit)
{
    private readonly TimeSpan _end = clock() + limit;

    /// <exception cref="RedactionException">The time is over.</exception>
    public void Check()
    {
        if (clock() > _end)
        {
            throw new RedactionException("redaction took too long");
        }
    }
}
