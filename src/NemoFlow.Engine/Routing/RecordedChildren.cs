// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using NemoFlow.Hooks;
using NemoFlow.Storage.Journal;
using NemoFlow.Text;

namespace NemoFlow.Engine.Routing;

/// <summary>
/// Finds the parent of a session that an earlier gateway was told to be a child: the journals know, and nothing else outlives a gateway.
/// </summary>
/// <param name="sessionsFolder">The journals.</param>
/// <param name="gatewayId">This gateway: what it recorded itself it remembers.</param>
/// <param name="adapters">The agents.</param>
/// <param name="time">Tells which journals are recent.</param>
public sealed class RecordedChildren(string sessionsFolder, string gatewayId, IReadOnlyList<IAgentAdapter> adapters, TimeProvider time)
{
    private const int BlockSize = 1 << 20;

    /// <summary>Most bytes that are looked through: the first hook of a new session waits for it.</summary>
    private const long MaxBytes = 256L << 20;

    /// <summary>A parent whose gateway is gone for longer does not go on.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromHours(24);

    /// <summary>The parent's session and the subagent that the child is; null where no journal says that it is one.</summary>
    public (string SessionId, string SubagentId)? ParentOf(string childSession)
    {
        ArgumentNullException.ThrowIfNull(childSession);
        // As JSON would write it: an id that needs escapes is sought as it stands in the journal.
        byte[] id = JsonSerializer.SerializeToUtf8Bytes(childSession);
        long budget = MaxBytes;
        foreach (FileInfo file in Candidates())
        {
            budget -= file.Length;
            if (budget < 0)
            {
                return null;
            }

            try
            {
                if (Mentions(file.FullName, id) && Read(file.FullName, childSession) is { } parent)
                {
                    return parent;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // One journal that is out of reach hides nothing of the others.
            }
        }

        return null;
    }

    private IEnumerable<FileInfo> Candidates()
    {
        DirectoryInfo folder = new(sessionsFolder);
        if (!folder.Exists)
        {
            return [];
        }

        DateTime oldest = (time.GetUtcNow() - Recent).UtcDateTime;
        return folder.EnumerateFiles("*.jsonl", SearchOption.AllDirectories)
            .Where(f => f.LastWriteTimeUtc >= oldest && Path.GetFileNameWithoutExtension(f.Name) != gatewayId)
            .OrderByDescending(f => f.LastWriteTimeUtc);
    }

    private static bool Mentions(string path, byte[] id)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] block = new byte[BlockSize + id.Length];
        for (long at = 0; ; at += BlockSize)
        {
            int read = RandomAccess.Read(file, block, at);
            if (block.AsSpan(0, read).IndexOf(id) >= 0)
            {
                return true;
            }

            if (read < block.Length)
            {
                return false;
            }
        }
    }

    private (string SessionId, string SubagentId)? Read(string path, string childSession)
    {
        using JournalReader reader = new(path);
        foreach (SessionEvent e in reader.ReadNew().Where(e => e.Kind == EventKinds.Hook))
        {
            if (adapters.FirstOrDefault(a => a.Agent == e.Agent) is not { } adapter || e.Data.At("payload") is not { } payload)
            {
                continue;
            }

            AgentEvent first = adapter.Read(new HookInput(payload, new Dictionary<string, string>(), "journal"))[0];
            if (first.ChildSessionId == childSession && e.SessionId != childSession)
            {
                return (e.SessionId, first.SubagentId ?? childSession);
            }
        }

        return null;
    }
}
