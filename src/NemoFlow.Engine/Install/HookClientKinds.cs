// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Install;

/// <summary>Tells what kind of program agents run on hooks.</summary>
public static class HookClientKinds
{
    /// <summary>What the copy in the state folder is.</summary>
    public static HookClientKind Read(StateFolder state) => Read(state, OperatingSystem.IsWindows());

    /// <summary>The same for a platform.</summary>
    public static HookClientKind Read(StateFolder state, bool windows)
    {
        try
        {
            string path = HookClientCopy.Path(state, windows);
            using FileStream copy = File.OpenRead(path);
            bool isScript = windows ? !path.EndsWith(HookClientCopy.WindowsName, StringComparison.Ordinal) : copy.ReadByte() == '#' && copy.ReadByte() == '!';
            return isScript ? OfProgram(File.ReadAllLines(HookClientCopy.ProgramPath(state))) : HookClientKind.Native;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return HookClientKind.Missing;
        }
    }

    /// <summary>What an installation with these would make the copy.</summary>
    public static HookClientKind Planned(InstallOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.NativeHook is not null || (options.Windows && Read(options.State, windows: true) == HookClientKind.Native)
            ? HookClientKind.Native
            : OfProgram(options.Program);
    }

    private static HookClientKind OfProgram(IReadOnlyList<string> program) =>
        program.Count == 0 ? HookClientKind.Missing
        : Path.GetFileNameWithoutExtension(program[0].Replace('\\', '/')).Equals("pwsh", StringComparison.OrdinalIgnoreCase) ? HookClientKind.PowerShell
        : HookClientKind.CommandLine;
}
