// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Architecture.Tests.Rooms;

/// <summary>The rules of the project graph. Each gives its findings as sentences that say what to do; none means all is well.</summary>
internal static class GraphRules
{
    private const string AspNetCoreFramework = "Microsoft.AspNetCore.App";

    /// <summary>Rooms that are not on the map, and rooms of the map that are missing.</summary>
    public static IEnumerable<string> Presence(IReadOnlyList<Room> map, IReadOnlyList<ProjectFile> found)
    {
        foreach (string unknown in found.Select(p => p.Name).Except(map.Select(r => r.Name)))
        {
            yield return $"{unknown} is not on the map: add it to RoomMap with what it may reference, or move its code into a room that is.";
        }

        foreach (Room missing in map.Where(r => !r.Optional && found.All(p => p.Name != r.Name)))
        {
            yield return $"{missing.Name} is on the map but not under src: take it off the map if it is gone for good.";
        }
    }

    /// <summary>References between projects that differ from the map.</summary>
    public static IEnumerable<string> References(IReadOnlyList<Room> map, IReadOnlyList<ProjectFile> found)
    {
        foreach ((Room room, ProjectFile project) in Pairs(map, found))
        {
            foreach (string extra in project.Projects.Except(room.Rooms))
            {
                yield return $"{project.Name} references {extra}: move the code to a room that may, or change RoomMap and say why.";
            }

            foreach (string missing in room.Optional ? [] : room.Rooms.Except(project.Projects))
            {
                yield return $"{project.Name} no longer references {missing}: delete that edge from RoomMap.";
            }
        }
    }

    /// <summary>Packages that a room may not use. Analyzers come from Directory.Build.props and are no reference of a room.</summary>
    public static IEnumerable<string> Packages(IReadOnlyList<Room> map, IReadOnlyList<ProjectFile> found) =>
        from pair in Pairs(map, found)
        from package in pair.Project.Packages.Except(pair.Room.Packages)
        select $"{pair.Project.Name} references the package {package}: a runtime dependency needs a page in docs/adr and a line in RoomMap.";

    /// <summary>Framework references to ASP.NET Core where it may not be named.</summary>
    public static IEnumerable<string> AspNetCore(IReadOnlyList<Room> map, IReadOnlyList<ProjectFile> found) =>
        from pair in Pairs(map, found)
        where !pair.Room.UsesAspNetCore && pair.Project.Frameworks.Contains(AspNetCoreFramework)
        select $"{pair.Project.Name} references {AspNetCoreFramework}: HTTP lives in the gateway and the rehearsal only.";

    /// <summary>The projects of a cycle, in order; empty where the graph has none.</summary>
    public static IReadOnlyList<string> Cycle(IReadOnlyDictionary<string, IReadOnlyList<string>> graph)
    {
        HashSet<string> done = [];
        List<string> path = [];
        return graph.Keys.Select(start => Walk(start)).FirstOrDefault(cycle => cycle.Count > 0) ?? [];

        List<string> Walk(string node)
        {
            int seenAt = path.IndexOf(node);
            if (seenAt >= 0)
            {
                return [.. path[seenAt..], node];
            }

            if (!done.Add(node) || !graph.TryGetValue(node, out IReadOnlyList<string>? targets))
            {
                return [];
            }

            path.Add(node);
            List<string> cycle = targets.Select(Walk).FirstOrDefault(c => c.Count > 0) ?? [];
            path.RemoveAt(path.Count - 1);
            return cycle;
        }
    }

    /// <summary>Projects with code that the solution does not list: they are neither built nor tested by the one command.</summary>
    public static IEnumerable<string> NotInSolution(string solution, IEnumerable<string> projectPaths) =>
        from path in projectPaths
        where !solution.Replace('\\', '/').Contains(path, StringComparison.Ordinal)
        select $"{path} is not in NemoFlow.sln, so `dotnet test` leaves it out: `dotnet sln add {path}`.";

    private static IEnumerable<(Room Room, ProjectFile Project)> Pairs(IReadOnlyList<Room> map, IReadOnlyList<ProjectFile> found) =>
        map.Join(found, r => r.Name, p => p.Name, (room, project) => (room, project));
}
