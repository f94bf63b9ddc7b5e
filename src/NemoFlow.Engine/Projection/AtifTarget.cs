// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Projection;

/// <summary>Decides into which folder a session's trajectory goes.</summary>
/// <param name="Folder">A folder that was asked for; null takes <c>.nemo-flow/atif</c> under the folder the agent works in.</param>
/// <param name="GatewayFolder">The folder the gateway runs in, for sessions whose folder is not known.</param>
public sealed record AtifTarget(string? Folder, string GatewayFolder)
{
    /// <summary>The name of our folder in a project.</summary>
    public const string ProjectFolder = ".nemo-flow";

    /// <summary>The folder for a session.</summary>
    public string FolderFor(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        string work = session.WorkingDirectory is { } folder && Path.IsPathRooted(folder) && Directory.Exists(folder) ? folder : GatewayFolder;
        return session.AskedAtifFolder is { } asked ? Path.GetFullPath(asked, work)
            : Folder is not null ? Path.GetFullPath(Folder, GatewayFolder)
            : Path.Combine(work, ProjectFolder, "atif");
    }
}
