// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace NemoFlow.Hook;

/// <summary>Starts a program on Windows without a console, outside of the agent's process group and, where that is allowed, of its job.</summary>
internal static partial class DetachedWindowsProcess
{
    private const uint DetachedProcess = 0x8;

    private const uint NewProcessGroup = 0x200;

    private const uint UnicodeEnvironment = 0x400;

    private const uint BreakAwayFromJob = 0x1000000;

    /// <summary>Starts it; false where that is not possible.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Its variables as <c>NAME=value</c>.</param>
    [SupportedOSPlatform("windows")]
    public static bool TryStart(string[] command, IEnumerable<string> environment)
    {
        uint flags = DetachedProcess | NewProcessGroup | UnicodeEnvironment;
        string block = EnvironmentBlock(environment);

        // A job that lets nothing out would refuse the first.
        return TryStart(command, block, flags | BreakAwayFromJob) || TryStart(command, block, flags);
    }

    /// <summary>The words as one line that the program's own reader takes apart into the same words.</summary>
    internal static string CommandLine(IEnumerable<string> words)
    {
        StringBuilder line = new();
        foreach (string word in words)
        {
            line.Append(line.Length == 0 ? "" : " ");
            if (word.Length > 0 && !word.AsSpan().ContainsAny(" \t\n\v\""))
            {
                line.Append(word);
                continue;
            }

            line.Append('"');
            int backslashes = 0;
            foreach (char c in word)
            {
                // Backslashes mean themselves, except before a quotation mark.
                line.Append('\\', c == '"' ? backslashes + 1 : 0).Append(c);
                backslashes = c == '\\' ? backslashes + 1 : 0;
            }

            line.Append('\\', backslashes).Append('"');
        }

        return line.ToString();
    }

    /// <summary>Variables in the system's form: sorted by name, each with a null behind it, and one more at the end.</summary>
    internal static string EnvironmentBlock(IEnumerable<string> variables) =>
        string.Concat(variables.Order(StringComparer.OrdinalIgnoreCase).Select(v => v + '\0')) + '\0';

    private static bool TryStart(string[] command, string environment, uint flags)
    {
        StartupInformation startup = new() { Size = (uint)Marshal.SizeOf<StartupInformation>() };

        // The system writes into the line while it reads it.
        IntPtr line = Marshal.StringToHGlobalUni(CommandLine(command));
        IntPtr block = Marshal.StringToHGlobalUni(environment);
        try
        {
            if (!CreateProcess(null, line, 0, 0, false, flags, block, null, in startup, out ProcessInformation process))
            {
                return false;
            }

            CloseHandle(process.Thread);
            CloseHandle(process.Process);
            return true;
        }
        finally
        {
            Marshal.FreeHGlobal(line);
            Marshal.FreeHGlobal(block);
        }
    }

    [LibraryImport("kernel32", EntryPoint = "CreateProcessW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateProcess(
        string? program, IntPtr commandLine, IntPtr processAttributes, IntPtr threadAttributes, [MarshalAs(UnmanagedType.Bool)] bool inheritHandles,
        uint flags, IntPtr environment, string? folder, in StartupInformation startup, out ProcessInformation process);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CloseHandle(IntPtr handle);

    /// <summary>STARTUPINFOW; all but its size stays zero.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct StartupInformation
    {
        public uint Size;
        public IntPtr Reserved;
        public IntPtr Desktop;
        public IntPtr Title;
        public uint X;
        public uint Y;
        public uint Width;
        public uint Height;
        public uint Columns;
        public uint Rows;
        public uint Fill;
        public uint Flags;
        public ushort ShowWindow;
        public ushort ReservedSize;
        public IntPtr ReservedBytes;
        public IntPtr Input;
        public IntPtr Output;
        public IntPtr Error;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ProcessInformation
    {
        public IntPtr Process;
        public IntPtr Thread;
        public uint ProcessId;
        public uint ThreadId;
    }
}
