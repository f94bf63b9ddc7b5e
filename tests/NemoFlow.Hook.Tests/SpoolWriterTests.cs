// SPDX-License-Identifier: Apache-2.0
using System.Runtime.Versioning;
using System.Text;
using NemoFlow.Storage.Spool;

namespace NemoFlow.Hook.Tests;

public sealed class SpoolWriterTests : IDisposable
{
    private readonly HookFixture _hook = new();

    public void Dispose() => _hook.Dispose();

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Run_Spooling_KeepsFoldersAndFileToTheUser()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no permission bits; the state folder is in the user's profile.");

        _hook.Run("codex");

        Assert.Equal("rwx------", Mode(Path.Combine(_hook.Home, "state")));
        Assert.Equal("rwx------", Mode(_hook.SpoolFolder));
        Assert.Equal("rw-------", Mode(Assert.Single(Directory.GetFileSystemEntries(_hook.SpoolFolder))));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Run_SpoolThatOthersMayRead_IsClosedToThem()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no permission bits; the state folder is in the user's profile.");
        string state = Path.Combine(_hook.Home, "state");
        const UnixFileMode Open = (UnixFileMode)0b111_101_101;
        Directory.CreateDirectory(_hook.SpoolFolder);
        File.SetUnixFileMode(state, Open);
        File.SetUnixFileMode(_hook.SpoolFolder, Open);

        _hook.Run("codex");

        Assert.Equal("rwx------", Mode(_hook.SpoolFolder));
        Assert.Equal("rwxr-xr-x", Mode(state));
    }

    [Fact]
    public void Run_NoteInTheSpool_KeepsOnlyIds()
    {
        Directory.CreateDirectory(_hook.SpoolFolder);
        File.WriteAllText(Path.Combine(_hook.SpoolFolder, NemoFlow.Hooks.HookWireSpool.IdsOnlyName), "");
        _hook.SetInput("""{"session_id":"s-1","prompt":"the secret plan"}""");

        _hook.Run("codex");

        Assert.Equal("""{"session_id":"s-1"}""", Encoding.UTF8.GetString(Assert.Single(_hook.Spooled).Payload.Span));
    }

    [Fact]
    public void Run_Credentials_AreNotSpooled()
    {
        string key = "sk-" + "proj-0123456789abcdefghijkl";
        _hook.SetInput($$"""{"session_id":"s-1","prompt":"use {{key}} or {{string.Concat(key.Select(c => $"\\u{(int)c:x4}"))}}"}""");

        _hook.Run("codex");

        Assert.Equal("""{"session_id":"s-1","prompt":"use [REDACTED] or [REDACTED]"}""", Encoding.UTF8.GetString(Assert.Single(_hook.Spooled).Payload.Span));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("false")]
    [InlineData("off")]
    public void Run_ContentNotCaptured_KeepsOnlyIds(string value)
    {
        _hook.Environment["NEMO_FLOW_CAPTURE_CONTENT"] = value;
        _hook.SetInput("""{"session_id":"s-1","hook_event_name":"UserPromptSubmit","prompt":"the secret plan","cwd":"/home/é"}""");

        _hook.Run("codex");

        SpooledHook spooled = Assert.Single(_hook.Spooled);
        Assert.True(spooled.Envelope.ContentRemoved);
        Assert.Equal(
            """{"session_id":"s-1","hook_event_name":"UserPromptSubmit","cwd":"/home/é"}""",
            Encoding.UTF8.GetString(spooled.Payload.Span));
        Assert.DoesNotContain("secret", File.ReadAllText(spooled.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ContentCaptured_IsNotMarkedAsRemoved()
    {
        _hook.Environment["NEMO_FLOW_CAPTURE_CONTENT"] = "1";

        _hook.Run("codex");

        Assert.False(Assert.Single(_hook.Spooled).Envelope.ContentRemoved);
    }

    [Fact]
    public void TryWrite_NoFolderInTheEnvironment_SaysSo()
    {
        _hook.Environment.Clear();

        _hook.Run("codex");

        Assert.Contains("event lost: no state folder", _hook.Error, StringComparison.Ordinal);
    }

    [UnsupportedOSPlatform("windows")]
    private static string Mode(string path)
    {
        UnixFileMode mode = File.GetUnixFileMode(path);
        StringBuilder text = new();
        for (int bit = 8; bit >= 0; bit--)
        {
            text.Append(((int)mode & (1 << bit)) == 0 ? '-' : "rwx"[(8 - bit) % 3]);
        }

        return text.ToString();
    }
}
