// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Core.Tests.Rendering;

public sealed class DeliveryLineTests
{
    private static readonly DeliveryStatus Well = new() { Name = "openinference", Kind = "otlp", Address = "http://h/v1/traces", Delivered = 12 };

    private static readonly DateTimeOffset Then = new(new DateTime(2026, 1, 2, 13, 4, 5, DateTimeKind.Local));

    [Fact]
    public void Now_AllIsWell_SaysWhatArrived() => Assert.Equal("exporter openinference to http://h/v1/traces: 12 spans delivered", Well.ToString());

    [Fact]
    public void Now_SlowTarget_SaysHowFarBehindItIs()
    {
        Assert.Equal("exporter openinference to http://h/v1/traces: 12 spans delivered, 1 session waits, for 5 s", (Well with { WaitingSessions = 1, Lag = TimeSpan.FromSeconds(5) }).ToString());
        Assert.Equal("exporter openinference to http://h/v1/traces: 12 spans delivered, 3 sessions wait, the oldest for 5 min", (Well with { WaitingSessions = 3, Lag = TimeSpan.FromMinutes(5) }).ToString());
    }

    [Fact]
    public void Now_FailingTarget_SaysWhatIsWrongSinceWhenAndWhatBecomesOfWhatWaits()
    {
        DeliveryStatus failing = Well with { FailuresInARow = 1, WaitingSessions = 1, Lag = TimeSpan.FromHours(3), LastProblem = "it answered 401: check the credentials", LastProblemAt = Then, NextTryAt = Then.AddSeconds(50) };

        Assert.Equal(
            "exporter openinference to http://h/v1/traces: 12 spans delivered, 1 session waits, for 3 h; failed at 13:04:05: it answered 401: check the credentials; what waits is kept, next try at 13:04:55",
            failing.ToString());
        Assert.Contains("; failed 4 times in a row, last at 13:04:05: ", (failing with { FailuresInARow = 4 }).ToString(), StringComparison.Ordinal);
        Assert.EndsWith("; what waits is kept", (failing with { NextTryAt = null }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Now_RefusedSpans_AreToldWithTheReason() => Assert.Equal(
        "exporter openinference to http://h/v1/traces: 12 spans delivered, 2 refused; latest problem at 13:04:05: it answered 400",
        (Well with { Rejected = 2, LastProblem = "it answered 400", LastProblemAt = Then }).ToString());
}
