// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace NemoFlow.Storage.Tests.Support;

/// <summary>
/// While it lives, no file of this process grows beyond a number of bytes: a write takes what fits and the next one fails, just as on a
/// full disk.
/// </summary>
internal sealed class FileSizeLimit : IDisposable
{
    private const int FileSize = 1;
    private const int SignalFileSize = 25;
    private const nint Ignore = 1;

    private readonly Limits _before;

    public FileSizeLimit(ulong bytes)
    {
        _ = Signal(SignalFileSize, Ignore);
        Assert.Equal(0, GetLimit(FileSize, out _before));
        Limits limits = _before with { Soft = bytes };
        Assert.Equal(0, SetLimit(FileSize, limits));
    }

    public void Dispose() => Assert.Equal(0, SetLimit(FileSize, _before));

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Signal(int number, nint handler);

    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int resource, out Limits limits);

    [DllImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int resource, in Limits limits);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limits
    {
        public ulong Soft;
        public ulong Hard;
    }
}
