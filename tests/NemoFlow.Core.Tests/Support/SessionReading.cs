// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using System.Reflection;
using System.Text.Json;

namespace NemoFlow.Core.Tests.Support;

internal static class SessionReading
{
    public static IEnumerable<TurnItem> AllItems(this Session session) => session.Turns.SelectMany(Within);

    public static IEnumerable<T> All<T>(this Session session)
        where T : TurnItem => session.AllItems().OfType<T>();

    public static IEnumerable<Turn> AllTurns(this Session session) => session.Turns.Concat(session.All<Subagent>().SelectMany(s => s.Turns));

    /// <summary>Whatever the session still calls open.</summary>
    public static IEnumerable<string> OpenParts(this Session session) =>
    [
        .. session.AllTurns().Where(t => t.Status == CallStatus.Open || t.EndedAt is null).Select(t => "turn " + t.Id),
        .. session.All<LlmCall>().Where(c => c.Status == CallStatus.Open).Select(c => "call " + c.Id),
        .. session.All<ToolCall>().Where(t => t.Status == CallStatus.Open).Select(t => "tool " + t.Id),
        .. session.All<Subagent>().Where(s => s.Status == CallStatus.Open).Select(s => "subagent " + s.Id),
    ];

    /// <summary>Every value of the session, one a line.</summary>
    public static string Dump(object? value, string path = "")
    {
        switch (value)
        {
            case null:
                return "";
            case string or ValueType and not JsonElement:
                return path + "=" + value + "\n";
            case JsonElement json:
                return path + "=" + json.GetRawText() + "\n";
            case IDictionary map:
                return string.Concat(map.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(k => Dump(map[k], path + "." + k)));
            case IEnumerable list:
                return string.Concat(list.Cast<object>().Select((item, i) => Dump(item, $"{path}[{i}]")));
            default:
                return string.Concat(value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => Dump(p.GetValue(value), path + "." + p.Name)));
        }
    }

    private static IEnumerable<TurnItem> Within(Turn turn) =>
        turn.Items.SelectMany(i => i is Subagent s ? s.Turns.SelectMany(Within).Prepend(s) : [i]);
}
