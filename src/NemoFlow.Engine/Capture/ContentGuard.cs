// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using NemoFlow.Content;
using NemoFlow.Content.Redaction;
using NemoFlow.Storage.Journal;
using NemoFlow.Text;

namespace NemoFlow.Engine.Capture;

/// <summary>
/// Stands before the journal: what may not be recorded is taken out of events here, and nowhere else. An event that cannot be redacted
/// is recorded without its content, and says so.
/// </summary>
public sealed class ContentGuard
{
    /// <summary>The flag of an event whose content is withheld.</summary>
    public const string Withheld = "content_withheld";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1000 };

    private static readonly ContentShaper NothingButStructure = new(CaptureLevels.Nothing);

    private readonly Lazy<CredentialRemover> _credentials;
    private readonly ContentShaper? _shaper;
    private readonly JsonRedactor? _redactor;
    private long _withheld;

    /// <summary>Takes the policy.</summary>
    public ContentGuard(ContentPolicy policy, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _credentials = new Lazy<CredentialRemover>(() => new CredentialRemover(policy.Secrets.Count == 0 ? CredentialScanner.Standard : new CredentialScanner(policy.Secrets)));
        _shaper = policy.Levels.IsEverything ? null : new ContentShaper(policy.Levels);
        _redactor = policy.Profiles.Count == 0 ? null : new JsonRedactor(policy.Profiles, policy.RedactionLimit, () => time.GetElapsedTime(0));
    }

    /// <summary>Events whose content was withheld, as it could not be redacted.</summary>
    public long WithheldEvents => Volatile.Read(ref _withheld);

    /// <summary>Makes ready what the first event would otherwise wait for.</summary>
    public void Prepare() => _ = _credentials.Value;

    /// <summary>The entry as it may be recorded: itself, where nothing has to go.</summary>
    public JournalEntry Apply(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ReadOnlyMemory<byte> data = entry.Data;
        ReadOnlyMemory<byte> body = entry.Request?.Json ?? default;
        try
        {
            if (_shaper is not null)
            {
                data = Shape(_shaper, data, isBody: false, withheld: false);
                body = Shape(_shaper, body, isBody: true, withheld: false);
            }

            data = _credentials.Value.Remove(data);
            body = _credentials.Value.Remove(body);
            if (_redactor is not null)
            {
                data = data.IsEmpty ? data : _redactor.Apply(data, SurfaceOf(entry.Kind));
                body = body.IsEmpty ? body : _redactor.Apply(body, RedactionSurfaces.Input);
            }
        }
        catch (Exception)
        {
            // Whatever it was: what could not be looked through must not be recorded.
            Interlocked.Increment(ref _withheld);
            data = Withhold(entry.Data, isBody: false);
            body = Withhold(body.IsEmpty ? default : entry.Request!.Json, isBody: true);
        }

        bool same = data.Equals(entry.Data) && (entry.Request is null || body.Equals(entry.Request.Json));
        return same ? entry : entry with { Data = data, Request = entry.Request is null ? null : entry.Request with { Json = body } };
    }

    private static RedactionSurfaces SurfaceOf(string kind) => kind switch
    {
        EventKinds.LlmRequest => RedactionSurfaces.Input,
        EventKinds.LlmResponse => RedactionSurfaces.Output,
        _ => RedactionSurfaces.Mark,
    };

    private ReadOnlyMemory<byte> Withhold(ReadOnlyMemory<byte> json, bool isBody)
    {
        try
        {
            return _credentials.Value.Remove(Shape(NothingButStructure, json, isBody, withheld: !isBody));
        }
        catch (Exception)
        {
            // Not even its structure can be told.
            return isBody && json.IsEmpty ? json : isBody ? "{}"u8.ToArray() : """{"flags":["content_withheld"]}"""u8.ToArray();
        }
    }

    private static ReadOnlyMemory<byte> Shape(ContentShaper shaper, ReadOnlyMemory<byte> json, bool isBody, bool withheld)
    {
        if (json.IsEmpty)
        {
            return json;
        }

        using JsonDocument document = JsonDocument.Parse(json, Options);
        ArrayBufferWriter<byte> output = new(json.Length);
        using (Utf8JsonWriter writer = new(output, JsonVerbatim.WriterOptions with { MaxDepth = Options.MaxDepth }))
        {
            if (!withheld)
            {
                Write(document.RootElement, writer);
            }
            else
            {
                WriteFlagged(document.RootElement, writer);
            }
        }

        return output.WrittenMemory;

        void Write(JsonElement root, Utf8JsonWriter writer)
        {
            if (isBody)
            {
                shaper.WriteBody(root, writer);
            }
            else
            {
                shaper.WriteEvent(root, writer);
            }
        }

        void WriteFlagged(JsonElement root, Utf8JsonWriter writer)
        {
            ArrayBufferWriter<byte> inner = new(json.Length);
            using (Utf8JsonWriter shaped = new(inner, JsonVerbatim.WriterOptions with { MaxDepth = Options.MaxDepth }))
            {
                Write(root, shaped);
            }

            using JsonDocument kept = JsonDocument.Parse(inner.WrittenMemory, Options);
            writer.WriteStartObject();
            foreach (JsonProperty member in kept.RootElement.EnumerateObject().Where(m => m.Name != "flags"))
            {
                member.WriteVerbatimTo(writer);
            }

            writer.WriteStartArray("flags");
            foreach (JsonElement flag in kept.RootElement.ItemsAt("flags"))
            {
                flag.WriteVerbatimTo(writer);
            }

            writer.WriteStringValue(Withheld);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }
}
