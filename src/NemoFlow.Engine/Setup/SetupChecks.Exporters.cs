// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Setup;

/// <content>What is about an exporter.</content>
public static partial class SetupChecks
{
    private static SetupCheck Exporter(ExporterFacts exporter, DateTimeOffset now)
    {
        string name = "exporter." + exporter.Name;
        string what = exporter.Target + (exporter.Credential is null ? "" : $" (credential from {exporter.Credential})");
        TimeSpan lag = exporter.WaitingSince is { } since ? now - since : TimeSpan.Zero;
        string waiting = exporter.WaitingSessions switch
        {
            0 => "",
            1 => $"; 1 session waits, for {Ago(lag)}",
            int n => $"; {n} sessions wait, the oldest for {Ago(lag)}",
        };
        if (exporter.Problem is { } problem)
        {
            string remedy = exporter.Remedy ?? (problem.StartsWith("not set", StringComparison.Ordinal)
                ? "set the variable where the gateway is started, then: nemo-flow gateway stop (the next hook starts it anew)"
                : "start what listens there, or change the target in plugins.toml");
            return Failed(name, $"{what}: {problem}{waiting}", remedy + "; what could not be sent is sent later");
        }

        if (exporter.LastProblem is { } met)
        {
            return Failed(name, $"{what}: {met}{waiting}", "mend what it says, at the target or in plugins.toml; what could not be sent is sent later");
        }

        string answer = exporter.Answer is { } told ? ": " + told : "";
        if (lag > LongWait)
        {
            return Failed(name, what + answer + waiting, "start a gateway, which sends it: nemo-flow gateway start");
        }

        return exporter.Undecided ? Skipped(name, what + answer + waiting) : Passed(name, what + answer + waiting);
    }
}
