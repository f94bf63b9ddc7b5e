// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Storage.Files;
using NemoFlow.Text;

namespace NemoFlow.Engine.Delivery;

/// <summary>
/// Endpoints of their own that sessions asked for, noted beside their journals: a later gateway knows where something is missing without
/// folding every session anew.
/// </summary>
internal static class AskedEndpoints
{
    private const string FileName = "asked";

    /// <summary>Notes an endpoint of a session once.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Note(StateFolder state, string sessionId, string endpoint)
    {
        string folder = Path.Combine(state.Sessions, SafeName.From(sessionId));
        if (Of(folder).Contains(endpoint, StringComparer.Ordinal))
        {
            return;
        }

        PrivateFiles.CreateFolder(Path.GetDirectoryName(AnyPath(state))!);
        AtomicFile.Write(AnyPath(state), default);
        PrivateFiles.CreateFolder(Path.Combine(folder, "delivery"));
        AtomicFile.Write(PathFor(folder), Encoding.UTF8.GetBytes(string.Concat(Of(folder).Append(endpoint).Select(e => e + "\n"))));
    }

    /// <summary>False where no session ever asked: nothing is to be looked for then.</summary>
    public static bool Any(StateFolder state) => File.Exists(AnyPath(state));

    /// <summary>The endpoints that were noted for the session in a folder.</summary>
    public static IReadOnlyList<string> Of(string sessionFolder) => File.Exists(PathFor(sessionFolder)) ? File.ReadAllLines(PathFor(sessionFolder)) : [];

    private static string AnyPath(StateFolder state) => Path.Combine(state.Root, "exporters", FileName);

    private static string PathFor(string sessionFolder) => Path.Combine(sessionFolder, "delivery", FileName);
}
