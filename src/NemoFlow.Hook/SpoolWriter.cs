// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using NemoFlow.Content.Redaction;
using NemoFlow.Hooks;

namespace NemoFlow.Hook;

/// <summary>Keeps an event that could not be delivered, for a gateway to fetch when there is one.</summary>
internal static class SpoolWriter
{
    private const UnixFileMode PrivateFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the event where a reader sees either all of it or nothing.</summary>
    /// <returns>Null, or why the event is lost.</returns>
    public static string? TryWrite(HookHost host, HookDelivery delivery, ReadOnlySpan<byte> payload)
    {
        if (StateFolder.Find(host) is not { } state)
        {
            return "no state folder: set NEMO_FLOW_STATE_DIR";
        }

        bool contentRemoved = HookVariables.IsOff(host.Variable(HookVariables.CaptureContent)) || File.Exists(Path.Combine(state, HookWireSpool.FolderName, HookWireSpool.IdsOnlyName));
        byte[] wanted = contentRemoved ? PayloadFilter.Reduce(payload) : payload.ToArray();
        ReadOnlySpan<byte> kept = new CredentialRemover(CredentialScanner.Standard).Remove(wanted).Span;
        try
        {
            Write(CreateFolder(state), delivery, Envelope(delivery, contentRemoved), kept);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return $"no permission to write below {state}";
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            return $"cannot write below {state} (0x{e.HResult:x8})";
        }
    }

    private static void Write(string folder, HookDelivery delivery, byte[] envelope, ReadOnlySpan<byte> payload)
    {
        string name = delivery.TimeMs.ToString(CultureInfo.InvariantCulture) + "-" + delivery.Id;
        string temporary = Path.Combine(folder, name + HookWireSpool.TemporaryExtension);
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = PrivateFile;
            }

            using (FileStream file = new(temporary, options))
            {
                file.Write(envelope);
                file.Write(payload);
            }

            File.Move(temporary, Path.Combine(folder, name + HookWireSpool.Extension));
        }
        catch (IOException)
        {
            // A full disk must not keep half a prompt.
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Creates both folders for the user alone. A state folder that is there may be shared on purpose; the spool never is.</summary>
    private static string CreateFolder(string state)
    {
        string spool = Path.Combine(state, HookWireSpool.FolderName);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(spool);
            return spool;
        }

        Directory.CreateDirectory(state, PrivateFolder);
        if (Directory.CreateDirectory(spool, PrivateFolder).UnixFileMode != PrivateFolder)
        {
            File.SetUnixFileMode(spool, PrivateFolder);
        }

        return spool;
    }

    private static byte[] Envelope(HookDelivery delivery, bool contentRemoved)
    {
        StringBuilder json = new(512);
        json.Append('{');
        AppendText(json, HookWireSpool.VersionField);
        json.Append(':').Append(HookWireSpool.Version);
        AppendName(json, HookWireSpool.AgentField);
        AppendText(json, delivery.Agent);
        AppendName(json, HookWireSpool.DeliveryField);
        AppendText(json, delivery.Id);
        AppendName(json, HookWireSpool.TimeField);
        json.Append(delivery.TimeMs);
        if (contentRemoved)
        {
            AppendName(json, HookWireSpool.ContentRemovedField);
            json.Append("true");
        }

        AppendName(json, HookWireSpool.HeadersField);
        string separator = "";
        json.Append('{');
        foreach (KeyValuePair<string, string> header in delivery.Headers)
        {
            if (header.Key == HookWire.PluginConfigHeader)
            {
                // It may hold credentials of exporters, and nobody acts on it later.
                continue;
            }

            json.Append(separator);
            AppendText(json, header.Key);
            json.Append(':');
            AppendText(json, header.Value);
            separator = ",";
        }

        return Encoding.UTF8.GetBytes(json.Append("}}\n").ToString());
    }

    private static void AppendName(StringBuilder json, string name)
    {
        json.Append(',');
        AppendText(json, name);
        json.Append(':');
    }

    /// <summary>Values hold no control characters, those were refused: only quotes and backslashes need an escape.</summary>
    private static void AppendText(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (char c in text)
        {
            if (c is '"' or '\\')
            {
                json.Append('\\');
            }

            json.Append(c);
        }

        json.Append('"');
    }
}
