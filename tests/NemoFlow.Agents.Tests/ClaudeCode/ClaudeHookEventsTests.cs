// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.ClaudeCode;

namespace NemoFlow.Agents.Tests.ClaudeCode;

public sealed class ClaudeHookEventsTests
{
    [Fact]
    public void For_TheOldestVersion_AreTheEventsThatItKnows() =>
        Assert.Equal(
            ["Notification", "PermissionRequest", "PostToolUse", "PreCompact", "PreToolUse", "SessionEnd", "SessionStart", "Stop", "SubagentStart", "SubagentStop", "UserPromptSubmit"],
            ClaudeHookEvents.For(ClaudeHookEvents.Minimum).Select(e => e.Name).Order());

    [Fact]
    public void For_TheCapturedVersion_AreAllThatItFiresButThoseThatAnObserverWouldAlter()
    {
        List<string> names = [.. ClaudeHookEvents.For(new Version(2, 1, 197)).Select(e => e.Name)];

        Assert.Equal(28, names.Count);
        Assert.DoesNotContain("WorktreeCreate", names);
        Assert.DoesNotContain("MessageDisplay", names);
        Assert.DoesNotContain("DirectoryAdded", names);
        Assert.Equal(30, ClaudeHookEvents.All.Count(e => e.Since <= new Version(2, 1, 197)));
    }

    [Fact]
    public void For_AVersionThatDropsFilesWithUnknownEvents_HasNoneOfLaterOnes()
    {
        Assert.DoesNotContain("StopFailure", ClaudeHookEvents.For(new Version(2, 1, 77)).Select(e => e.Name));
        Assert.Contains("StopFailure", ClaudeHookEvents.For(new Version(2, 1, 78)).Select(e => e.Name));
    }

    [Fact]
    public void OverHttp_AllButTheFirstTwo() =>
        Assert.Equal(["SessionStart", "Setup"], ClaudeHookEvents.All.Where(e => !e.OverHttp).Select(e => e.Name));
}
