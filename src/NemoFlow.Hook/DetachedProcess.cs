// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Runtime.InteropServices;

namespace NemoFlow.Hook;

/// <summary>
/// Starts a program in a session of its own, with no standard streams and nothing of this run in its environment: it outlives the agent and
/// its terminal. The framework's own class starts it in this session, and would double the size of a small native program.
/// </summary>
internal static partial class DetachedProcess
{
    private const short NewSessionLinux = 0x80;

    private const short NewSessionMac = 0x400;

    private const int ReadWrite = 2;

    /// <summary>Larger than the system's own structures, whose size differs from one system to the next.</summary>
    private const int StructureSize = 1024;

    /// <summary>Starts it; false where that is not possible.</summary>
    public static bool TryStart(string[] command) => OperatingSystem.IsWindows()
        ? DetachedWindowsProcess.TryStart(command, Environment())
        : TryStartOnUnix(command);

    private static bool TryStartOnUnix(string[] command)
    {
        IntPtr attributes = Marshal.AllocHGlobal(StructureSize);
        IntPtr actions = Marshal.AllocHGlobal(StructureSize);
        IntPtr[] arguments = Strings(command);
        IntPtr[] environment = Strings(Environment());
        try
        {
            if (InitializeAttributes(attributes) != 0 || InitializeActions(actions) != 0)
            {
                return false;
            }

            bool ready = SetFlags(attributes, OperatingSystem.IsMacOS() ? NewSessionMac : NewSessionLinux) == 0;
            for (int descriptor = 0; descriptor <= 2; descriptor++)
            {
                ready &= AddOpen(actions, descriptor, "/dev/null", ReadWrite, 0) == 0;
            }

            return ready && Spawn(out _, command[0], actions, attributes, arguments, environment) == 0;
        }
        finally
        {
            Free(arguments);
            Free(environment);
            Marshal.FreeHGlobal(attributes);
            Marshal.FreeHGlobal(actions);
        }
    }

    /// <summary>A gateway that a hook inside of a run started would otherwise take itself for a part of it.</summary>
    private static List<string> Environment()
    {
        List<string> variables = [];
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            string name = (string)variable.Key;
            if (name is not (HookVariables.Run or HookVariables.RunAgent or HookVariables.GatewayUrl or HookVariables.Token))
            {
                variables.Add(name + "=" + (string?)variable.Value);
            }
        }

        return variables;
    }

    private static IntPtr[] Strings(ICollection<string> texts)
    {
        IntPtr[] pointers = new IntPtr[texts.Count + 1];
        int i = 0;
        foreach (string text in texts)
        {
            pointers[i++] = Marshal.StringToCoTaskMemUTF8(text);
        }

        return pointers;
    }

    private static void Free(IntPtr[] pointers)
    {
        foreach (IntPtr pointer in pointers)
        {
            Marshal.FreeCoTaskMem(pointer);
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawnp", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(out int processId, string file, IntPtr actions, IntPtr attributes, IntPtr[] arguments, IntPtr[] environment);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int InitializeAttributes(IntPtr attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(IntPtr attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitializeActions(IntPtr actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(IntPtr actions, int descriptor, string path, int flags, uint mode);
}
