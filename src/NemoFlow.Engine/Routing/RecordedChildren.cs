// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using NemoFlow.Hooks;
using NemoFlow.Storage.Journal;
using NemoFlow.Text;

namespace NemoFlow.Engine.Routing;

/// <summary>
/// Knows the child sessions that earlier gateways were told of: the journals say so, and nothing else outlives a gateway. They are read
/// once, when somebody first asks.
/// </summary>
/// <param name="sessionsFolder">The journals.</param>
/// <param name="gatewayId">This gateway: what it recorded itself it remembers.</param>
/// <param name="adapters">The agents.</param>
/// <param name="time">Tells which journals are recent.</param>
public sealed class RecordedChildren(string sessionsFolder, string gatewayId, IReadOnlyList<IAgentAdapter> adapters, TimeProvider time)
{
    /// <summary>A session's first events name its agent.</summary>
    private const int BlockSize = 1 << 16;

    /// <summary>Most bytes that are looked through: the first hook of a new session waits for it.</summary>
    private const long MaxBytes = 64L << 20;

    /// <summary>A parent whose gateway is gone for longer does not go on.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private readonly List<IAgentAdapter> _agents = [.. adapters.Where(a => a.NamesChildrenBeforehand)];
    private Dictionary<string, (string SessionId, string SubagentId)>? _parents;

    /// <summary>The parent's session and the subagent that the child is; null where no journal says that it is one.</summary>
    public (string SessionId, string SubagentId)? ParentOf(string childSession)
    {
        ArgumentNullException.ThrowIfNull(childSession);
        lock (_lock)
        {
            _parents ??= Read();
            return _parents.TryGetValue(childSession, out (string, string) parent) ? parent : null;
        }
    }

    private Dictionary<string, (string SessionId, string SubagentId)> Read()
    {
        Dictionary<string, (string, string)> parents = new(StringComparer.Ordinal);
        long budget = MaxBytes;
        byte[] block = new byte[BlockSize];
        List<byte[]> names = _agents.ConvertAll(a => JsonSerializer.SerializeToUtf8Bytes(a.Agent));
        foreach (FileInfo file in Candidates())
        {
            try
            {
                if (!IsOfOne(names, file.FullName, block))
                {
                    continue;
                }

                if ((budget -= file.Length) < 0)
                {
                    break;
                }

                Read(file.FullName, parents);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // One journal that is out of reach hides nothing of the others.
            }
        }

        return parents;
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

    private static bool IsOfOne(List<byte[]> names, string path, byte[] block)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        int read = RandomAccess.Read(file, block, 0);
        return names.Exists(name => block.AsSpan(0, read).IndexOf(name) >= 0);
    }

    private void Read(string path, Dictionary<string, (string, string)> parents)
    {
        using JournalReader reader = new(path);
        foreach (SessionEvent e in reader.ReadNew().Where(e => e.Kind == EventKinds.Hook))
        {
            if (_agents.Find(a => a.Agent == e.Agent) is not { } adapter || e.Data.At("payload") is not { } payload)
            {
                continue;
            }

            AgentEvent first = adapter.Read(new HookInput(payload, new Dictionary<string, string>(), "journal"))[0];
            if (first.ChildSessionId is { } child && e.SessionId != child)
            {
                parents.TryAdd(child, (e.SessionId, first.SubagentId ?? child));
            }
        }
    }
}
