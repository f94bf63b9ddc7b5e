// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using NemoFlow.Tests;

namespace NemoFlow.Architecture.Tests.Ci;

/// <summary>What `.ci/run` counts decides whether a change is good, so that the counting has tests of its own.</summary>
public sealed class TotalsTests : IDisposable
{
    private readonly DirectoryInfo _reports = Directory.CreateTempSubdirectory("nemo-flow-totals-");

    public void Dispose() => _reports.Delete(recursive: true);

    [Fact]
    public void Totals_TwoReports_AreSummed()
    {
        Write("a", """<assembly name="A" total="12" passed="10" failed="0" skipped="2" not-run="0" errors="0" time="1.5">""");
        Write("b", """<assembly errors="0" failed="3" not-run="0" passed="4" skipped="0" total="7">""");
        Assert.Equal("14 3 2", Sum(exitCode: 2));
    }

    [Fact]
    public void Totals_ErrorOutsideATest_IsAFailure()
    {
        Write("a", """<assembly total="1" passed="1" failed="0" skipped="0" errors="1">""");
        Assert.Equal("1 1 0", Sum(exitCode: 2));
    }

    [Fact]
    public void Totals_RunFailedWithoutAFailedTest_IsAFailure()
    {
        Write("a", """<assembly total="5" passed="5" failed="0" skipped="0" errors="0">""");
        Assert.Equal("5 1 0", Sum(exitCode: 8));
    }

    [Fact]
    public void Totals_NoReportsAtAll_AreZeroAndOneFailure()
    {
        Assert.Equal("0 0 0", Sum(exitCode: 0));
        Assert.Equal("0 1 0", Sum(exitCode: 1));
    }

    [Fact]
    public void Totals_NumbersInTestNamesAndOutput_AreNotCounted()
    {
        Write(
            "a",
            """
            <assembly total="1" passed="1" failed="0" skipped="0" errors="0"><collection total="1" passed="1" failed="0" skipped="0">
            <test name="Says(text: &quot; failed=&quot;9&quot;&quot;)" result="Pass"><output> failed="7" </output></test></collection></assembly>
            """);
        Assert.Equal("1 0 0", Sum(exitCode: 0));
    }

    private void Write(string name, string assembly) =>
        File.WriteAllText(Path.Combine(_reports.FullName, name + ".xunit"), $"""<?xml version="1.0"?><assemblies>{assembly}</assemblies>""");

    private string Sum(int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is for the shell that CI has on Linux.");
        ProcessStartInfo start = new("bash") { RedirectStandardOutput = true, WorkingDirectory = RepositoryPaths.Root };
        foreach (string argument in (string[])[".ci/totals", _reports.FullName, $"{exitCode}"])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Trim();
    }
}
