// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Storage.Files;

namespace NemoFlow.Engine.Install;

/// <summary>Tells what kind of program agents run on hooks.</summary>
public static class HookClientKinds
{
    /// <summary>What the copy in the state folder is.</summary>
    public static HookClientKind Read(StateFolder state)
    {
        try
        {
            using FileStream copy = File.OpenRead(HookClientCopy.Path(state));
            return copy.ReadByte() == '#' && copy.ReadByte() == '!'
                ? Of(File.ReadAllLines(HookClientCopy.ProgramPath(state)), null)
                : HookClientKind.Native;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return HookClientKind.Missing;
        }
    }

    /// <summary>What an installation with these would make the copy.</summary>
    /// <param name="program">The words that start the program.</param>
    /// <param name="nativeHook">The native client; null where there is none.</param>
    public static HookClientKind Of(IReadOnlyList<string> program, string? nativeHook)
    {
        ArgumentNullException.ThrowIfNull(program);
        return nativeHook is not null ? HookClientKind.Native
            : program.Count == 0 || OperatingSystem.IsWindows() ? HookClientKind.Missing
            : Path.GetFileNameWithoutExtension(program[0]) == "pwsh" ? HookClientKind.PowerShell
            : HookClientKind.CommandLine;
    }
}
