// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Content.Redaction;

/// <summary>The time that an event's redaction may take.</summary>
internal sealed class RedactionClock(TimeProvider time, TimeSpan limit)
{
    private readonly long _started = time.GetTimestamp();

    /// <exception cref="RedactionException">The time is over.</exception>
    public void Check()
    {
        if (time.GetElapsedTime(_started) > limit)
        {
            throw new RedactionException("redaction took too long");
        }
    }
}
