// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Tests;

/// <summary>
/// Checks a document against the rules of ATIF v1.7 that readers enforce, and against stricter ones that they only state: no tool call id
/// twice in a step, no reference to an embedded trajectory that is not there, cached tokens within the prompt's, steps in order of time.
/// </summary>
internal static class AtifValidator
{
    /// <summary>All problems, each with its place; empty where the document is valid.</summary>
    /// <param name="document">The document.</param>
    /// <param name="folder">The document's folder, for files it refers to; null does not look for them.</param>
    public static IReadOnlyList<string> Validate(JsonElement document, string? folder = null)
    {
        List<string> problems = [];
        AtifShape shape = new(problems);
        AtifRules rules = new(problems, folder);
        shape.Trajectory(document, "$");
        if (problems.Count == 0)
        {
            // The rules take the shape for granted.
            rules.Trajectory(document, "$", isRoot: true);
        }

        return problems;
    }

    /// <summary>All problems of a file.</summary>
    public static IReadOnlyList<string> ValidateFile(string path)
    {
        try
        {
            return Validate(JsonElement.Parse(File.ReadAllText(path)), Path.GetDirectoryName(Path.GetFullPath(path)));
        }
        catch (JsonException e)
        {
            return ["$: no JSON: " + e.Message];
        }
    }
}
