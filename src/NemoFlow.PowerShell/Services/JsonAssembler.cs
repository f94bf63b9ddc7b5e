// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;

namespace NemoFlow.PowerShell.Services;

/// <summary>
/// Puts JSON objects together from the texts of a pipeline: a whole object each, or the lines of one, as <c>Get-Content</c> gives them.
/// A text that cannot be part of an object is told apart at once, so that it does not swallow what follows it.
/// </summary>
internal sealed class JsonAssembler
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };
    private readonly StringBuilder _open = new();

    /// <summary>What is open: the beginning of an object whose end has not come.</summary>
    public string Rest => _open.ToString();

    /// <summary>Takes a text; gives what it completes, each with what is wrong with it, or null.</summary>
    public IEnumerable<(string Json, string? Problem)> Add(string text)
    {
        if (text.Trim().Length == 0)
        {
            yield break;
        }

        if (_open.Length > 0 && text.StartsWith('{') && Check(text) == JsonShape.Whole)
        {
            // Lines of a larger object are indented: this is the next one, and what was open never ends.
            yield return (Take(), "it ends too early");
        }

        _open.Append(_open.Length == 0 ? "" : "\n").Append(text);
        switch (Check(Rest))
        {
            case JsonShape.Whole:
                yield return (Take(), null);
                break;
            case JsonShape.Broken:
                yield return (Take(), "it is not a JSON object");
                break;
            default:
                break;
        }
    }

    private static JsonShape Check(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Utf8JsonReader reader = new(utf8, isFinalBlock: false, new JsonReaderState(Options));
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType != JsonTokenType.StartObject)
                {
                    bool onlySpaceFollows = string.IsNullOrWhiteSpace(Encoding.UTF8.GetString(utf8.AsSpan((int)reader.BytesConsumed)));
                    return reader.TokenType == JsonTokenType.EndObject && onlySpaceFollows ? JsonShape.Whole : JsonShape.Broken;
                }
            }

            // A number at the end may go on; it is no object in any case.
            return utf8.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("{"u8) ? JsonShape.Open : JsonShape.Broken;
        }
        catch (JsonException)
        {
            return JsonShape.Broken;
        }
    }

    private string Take()
    {
        string taken = Rest;
        _open.Clear();
        return taken;
    }

    private enum JsonShape
    {
        Whole,
        Open,
        Broken,
    }
}
