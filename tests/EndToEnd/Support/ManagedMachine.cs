// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace NemoFlow.EndToEnd.Support;

/// <summary>
/// A machine whose administrator has put files into <c>/etc</c>, as far as one program and its children can see: they get a copy of that
/// folder in a name space of their own. The real one is not touched.
/// </summary>
internal sealed class ManagedMachine
{
    private const string NameSpace = "/usr/bin/unshare";

    private readonly Sandbox _sandbox;
    private readonly string _etc;

    /// <param name="sandbox">Where the programs run.</param>
    /// <param name="files">The files' texts by their paths below <c>/etc</c>.</param>
    public ManagedMachine(Sandbox sandbox, Dictionary<string, string> files)
    {
        Assert.SkipUnless(IsPossible(), "unshare is not there, or may not make name spaces here");
        _sandbox = sandbox;
        _etc = sandbox.Folder("etc");
        foreach (string name in (string[])["passwd", "group", "hosts", "resolv.conf", "nsswitch.conf", "ld.so.cache", "localtime"])
        {
            if (File.Exists("/etc/" + name))
            {
                File.Copy("/etc/" + name, Path.Combine(_etc, name));
            }
        }

        foreach ((string path, string text) in files)
        {
            string full = Path.Combine(_etc, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }
    }

    /// <summary>Runs a program there.</summary>
    public async Task<ProgramResult> RunAsync(string program, params string[] arguments)
    {
        await using RunningProgram running = RunningProgram.Start(
            _sandbox, NameSpace, ["--map-root-user", "--mount", "/bin/sh", "-c", "mount --bind \"$0\" /etc && exec \"$@\"", _etc, program, .. arguments]);
        return await running.WaitAsync();
    }

    private static bool IsPossible()
    {
        if (!File.Exists(NameSpace))
        {
            return false;
        }

        using Process process = Process.Start(new ProcessStartInfo(NameSpace, ["--map-root-user", "--mount", "/bin/sh", "-c", "mount --bind /tmp /etc"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
