// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace NemoFlow.Engine.Running;

internal static partial class NativeMethods
{
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Kill(int processId, int signal);
}
