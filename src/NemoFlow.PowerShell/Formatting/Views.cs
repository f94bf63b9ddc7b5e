// SPDX-License-Identifier: Apache-2.0
using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using NemoFlow.Rendering;
using NemoFlow.Text;

namespace NemoFlow.PowerShell.Formatting;

/// <summary>What the module's views show in computed cells; not meant for scripts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Views
{
    private const int NarrowestTree = 40;
    private const int WidestTree = 240;

    /// <summary>A session as a tree, with the colours of <c>$PSStyle</c>.</summary>
    public static string Tree(Session session, int width, PSObject? style)
    {
        ArgumentNullException.ThrowIfNull(session);
        using StringWriter text = new(CultureInfo.InvariantCulture);
        int room = width <= 0 ? 120 : Math.Clamp(width - 1, NarrowestTree, WidestTree);
        new SessionTree(text, room, style is null ? TreeStyle.Plain : Colours(style)).Write(session.Load());
        return text.ToString().TrimEnd();
    }

    /// <summary>A duration in the unit that suits it.</summary>
    public static string Duration(TimeSpan? duration) => SessionLine.Duration(duration);

    /// <summary>A number with thousands; nothing where it is not known.</summary>
    public static string Number(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The same in no more than seven characters, as a narrow column has them.</summary>
    public static string Narrow(long? number) => number switch
    {
        null => "",
        < 1_000_000 => Number(number),
        < 1_000_000_000 => (number.Value / 1e6).ToString(number < 100_000_000 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + "M",
        _ => (number.Value / 1e9).ToString("0.00", CultureInfo.InvariantCulture) + "G",
    };

    /// <summary>An id where there is no room for all of it: the beginning of a UUID, which cmdlets take for the whole.</summary>
    public static string ShortId(string? id) => Guid.TryParseExact(id, "D", out _) ? id[..13] : id ?? "";

    /// <summary>Input and output tokens.</summary>
    public static string Tokens(TokenUsage? usage) => usage is null ? "" : SessionLine.Tokens(usage);

    /// <summary>A local time without seconds for lists, and without the time of day where it is long ago.</summary>
    public static string When(DateTimeOffset? time)
    {
        TimeSpan age = TimeProvider.System.GetUtcNow() - (time ?? default);
        return time?.ToLocalTime().ToString(age.TotalDays < 300 ? "MM-dd HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>A local time of day, to the millisecond.</summary>
    public static string Clock(DateTimeOffset time) => time.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>A text in one line.</summary>
    public static string Line(string? text) => PrintableText.Line(text);

    /// <summary>A JSON value in one line.</summary>
    public static string Json(JsonElement? value) => value is { ValueKind: not JsonValueKind.Undefined } json ? Line(json.Scalar() ?? json.GetRawText()) : "";

    /// <summary>What an event is about, in one line.</summary>
    public static string Event(SessionEvent recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        JsonElement data = recorded.Data;
        return data.ValueKind != JsonValueKind.Object ? "" : recorded.Kind switch
        {
            EventKinds.Hook => Words(data.FirstText("payload.hook_event_name", "payload.hookEventName", "payload.type"), data.FirstText("payload.tool_name", "payload.prompt", "payload.last_assistant_message")),
            EventKinds.LlmRequest => Words(data.TextAt("api"), data.TextAt("body.model")),
            EventKinds.LlmResponse => Words(data.TextAt("outcome"), data.TextAt("status"), data.TextAt("duration_ms") is { } ms ? ms + " ms" : null),
            EventKinds.RunStart => Words(data.TextAt("executable"), data.TextAt("agent_version")),
            EventKinds.RunEnd => Words("exit code", data.TextAt("exit_code")),
            _ => "",
        };
    }

    private static string Words(params string?[] words) => Line(string.Join(' ', words.Where(w => w is not null)));

    private static TreeStyle Colours(PSObject style) => new()
    {
        Turn = Value(style, "Foreground", "BrightWhite"),
        Model = Value(style, "Foreground", "Cyan"),
        Tool = Value(style, "Foreground", "Yellow"),
        Subagent = Value(style, "Foreground", "Magenta"),
        Failed = Value(style, "Foreground", "BrightRed"),
        Branch = Value(style, "Foreground", "BrightBlack"),
        Reset = Value(style, "Reset"),
    };

    private static string Value(PSObject style, params string[] path)
    {
        PSObject? current = style;
        foreach (string name in path)
        {
            current = current?.Properties[name]?.Value is { } value ? PSObject.AsPSObject(value) : null;
        }

        return current?.BaseObject as string ?? "";
    }
}
