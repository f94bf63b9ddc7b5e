// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.RegularExpressions;

namespace NemoFlow.Codecs.Tests.Support;

/// <summary>The event stream interpretation of the HTML standard, written for a whole text at once. The last event needs no blank line.</summary>
internal static class ReferenceSse
{
    public static List<(string? Name, string Data)> Read(byte[] bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        string[] lines = Regex.Split(text.StartsWith('\uFEFF') ? text[1..] : text, "\r\n|\n|\r");
        List<(string? Name, string Data)> events = [];
        string? name = null;
        List<string> data = [];
        foreach (string line in lines.Append(""))
        {
            Match field = Regex.Match(line, "^(?<name>[^:]*)(: ?(?<value>.*))?$", RegexOptions.Singleline);
            if (line.Length == 0)
            {
                if (data.Count > 0)
                {
                    events.Add((name, string.Join('\n', data)));
                }

                name = null;
                data.Clear();
            }
            else if (field.Groups["name"].Value == "data")
            {
                data.Add(field.Groups["value"].Value);
            }
            else if (field.Groups["name"].Value == "event")
            {
                name = field.Groups["value"].Value;
            }
        }

        return events;
    }
}
