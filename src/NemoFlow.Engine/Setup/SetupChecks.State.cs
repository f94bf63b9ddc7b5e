// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace NemoFlow.Engine.Setup;

/// <content>What is about the machine and the state folder.</content>
public static partial class SetupChecks
{
    private static SetupCheck StateFolder(StateFacts state) => state.WriteProblem is null
        ? Passed("state", state.Root)
        : Failed("state", $"the state folder {state.Root} cannot be written: {state.WriteProblem}", "give yourself write permission, or choose another folder with NEMO_FLOW_STATE_DIR");

    private static SetupCheck Privacy(StateFacts state) => state.OpenToOthers is null
        ? Passed("state.private", "only you can read what is recorded")
        : Failed("state.private", $"others on this machine can read {state.OpenToOthers}", "chmod -R go-rwx " + state.OpenToOthers);

    private static SetupCheck Disk(StateFacts state)
    {
        if (state.FreeBytes is not { } free)
        {
            return Skipped("disk", "the free space is not known");
        }

        string text = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1 << 30):0.0} GB free");
        return free >= LittleDisk
            ? Passed("disk", text)
            : Failed("disk", $"the disk of {state.Root} is nearly full: {free >> 20} MB free", "free space, or keep less: [journal] keep_days or keep_megabytes in NemoFlow's config.toml");
    }

    private static SetupCheck Spool(SetupFacts facts)
    {
        StateFacts state = facts.State;
        if (state.BadSpooled > 0)
        {
            return Failed("spool", $"{state.BadSpooled} files in the spool are no hooks", $"look at them and remove them: {System.IO.Path.Combine(state.Root, "spool", "bad")}");
        }

        if (state.Spooled == 0)
        {
            return Passed("spool", "no hook is waiting");
        }

        TimeSpan wait = facts.Now - (state.OldestSpooled ?? facts.Now);
        return wait > LongWait
            ? Failed("spool", $"{state.Spooled} hooks wait for a gateway, the oldest for {Ago(wait)}", "nemo-flow gateway start records them")
            : Skipped("spool", $"{state.Spooled} hooks wait for a gateway; the next one records them");
    }

    private static SetupCheck Clock(SetupFacts facts)
    {
        DateTimeOffset? latest = facts.State.LatestJournal;
        return latest > facts.Now + TimeSpan.FromMinutes(5)
            ? Failed("clock", $"the clock says {facts.Now:yyyy-MM-dd HH:mm}Z, but a journal was written at {latest:yyyy-MM-dd HH:mm}Z", "set the clock: sessions are ordered by it")
            : facts.Now.Year < 2025
                ? Failed("clock", $"the clock says {facts.Now:yyyy-MM-dd}", "set the clock: sessions are ordered by it")
                : Passed("clock", $"{facts.Now:yyyy-MM-dd HH:mm}Z");
    }

    private static SetupCheck Proxy(SetupFacts facts) => facts.ProxyVariable is not { } variable
        ? Passed("proxy", "no proxy stands before the gateway")
        : facts.ProxySparesLoopback
            ? Passed("proxy", $"{variable} is set, and NO_PROXY spares this machine")
            : Failed("proxy", $"{variable} is set, and agents would look for the gateway behind it", $"{(OperatingSystem.IsWindows() ? "set" : "export")} NO_PROXY={facts.Exceptions}   where you start agents (the wrapper does that for you)");

    private static SetupCheck Log(SetupFacts facts)
    {
        StateFacts state = facts.State;
        if (state.LastError is not { } error)
        {
            return Passed("log", "no error in " + state.LogPath);
        }

        return state.LastErrorAt is { } at && facts.Now - at < Recent
            ? Failed("log", $"latest error, {Ago(facts.Now - at)} ago: {error}", "the log has the whole story: " + state.LogPath)
            : Skipped("log", $"latest error: {error}", remedy: state.LogPath);
    }
}
