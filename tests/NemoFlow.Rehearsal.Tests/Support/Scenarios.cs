// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Tests.Support;

/// <summary>Short ways to write scenarios.</summary>
internal static class Scenarios
{
    /// <summary>One conversation for every prompt, with these turns.</summary>
    public static Scenario Of(string turns)
        => Scenario.Parse($$"""{ "name": "test", "conversations": [{ "name": "root", "turns": [{{turns}}] }] }""");
}
