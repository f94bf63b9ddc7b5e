// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Projection;

/// <summary>Our folder in a project: nobody should commit prompts, and no agent should search its own trajectory.</summary>
internal static class ProjectFolder
{
    /// <summary>Creates the folder for trajectories, and above it the two ignore files where the folder is ours.</summary>
    public static void Prepare(string atifFolder)
    {
        Directory.CreateDirectory(atifFolder);
        DirectoryInfo? parent = Directory.GetParent(atifFolder);
        if (parent?.Name != AtifTarget.ProjectFolder)
        {
            return;
        }

        foreach (string name in (ReadOnlySpan<string>)[".gitignore", ".ignore"])
        {
            string path = Path.Combine(parent.FullName, name);
            if (!File.Exists(path))
            {
                File.WriteAllText(path, "*\n");
            }
        }
    }
}
