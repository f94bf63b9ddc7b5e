// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Install;

namespace NemoFlow.Engine.Install;

/// <summary>
/// Installations into the same agent for the other scope. Agents run the hooks of the user and those of the project: with both, every event of
/// the project's sessions would be recorded twice.
/// </summary>
internal static class OtherScope
{
    /// <summary>Where the user's hooks are, which tell of the project's sessions already; null where there are none.</summary>
    public static string? OfUser(IHookInstaller installer, InstallRequest request)
    {
        if (request.Scope != InstallScope.Project || !installer.RunsBothScopes)
        {
            return null;
        }

        // In the home folder both scopes may mean the same file.
        IReadOnlyList<string> own = installer.Files(request);
        return installer.Find(request with { Scope = InstallScope.User }).FirstOrDefault(h => !own.Contains(h.Path))?.Path;
    }

    /// <summary>A project with hooks of ours, as far as this state folder knows; null where there is none.</summary>
    public static string? OfProject(IHookInstaller installer, InstallRequest request, InstallStore store)
    {
        if (request.Scope != InstallScope.User || !installer.RunsBothScopes)
        {
            return null;
        }

        IReadOnlyList<string> own = installer.Files(request);
        return store.All()
            .Where(r => r.Agent == installer.Agent && r.Folder != request.UserFolder)
            .FirstOrDefault(r => installer.Find(request with { Scope = InstallScope.Project, ProjectFolder = r.Folder }).Any(h => h.Owned && !own.Contains(h.Path)))?.Folder;
    }
}
