// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Checks;

namespace NemoFlow.Core.Tests.Checks;

public sealed class CaptureCheckTests
{
    [Fact]
    public void Run_TrajectoryNotWritten_SaysWhyAndWhatToDo()
    {
        Finding finding = Assert.Single(CaptureCheck.Run(new CaptureExpectation { Sessions = [], Hooks = false, Models = false, TrajectoryProblem = "the disk is full." }));

        Assert.Equal(("no_trajectory", "the disk is full"), (finding.Code, finding.Why));
        Assert.Contains("export the session", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_EventsLost_BlamesNothingElse()
    {
        Finding finding = Assert.Single(CaptureCheck.Run(new CaptureExpectation { Sessions = [], Hooks = true, Models = true, LostEvents = 4, LossReason = "the disk is full" }));

        Assert.Equal(("events_lost", "the disk is full"), (finding.Code, finding.Why));
    }

    [Fact]
    public void Run_NothingExpectedAndNothingWrong_FindsNothing() =>
        Assert.Empty(CaptureCheck.Run(new CaptureExpectation { Sessions = [], Hooks = false, Models = false }));
}
