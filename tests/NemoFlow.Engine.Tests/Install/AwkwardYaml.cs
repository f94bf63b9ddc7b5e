// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace NemoFlow.Engine.Tests.Install;

/// <summary>Configurations of Hermes as they are met, by name; null for no file.</summary>
internal static class AwkwardYaml
{
    private const string Usual =
        "# my words\nmodel:\n  provider: auto   # the best\n  default: \"x\"\n\nhooks:\n  # audits\n  pre_tool_call:\n    - matcher: \"terminal\"\n      command: audit # first\n    - command: audit\n    - command: audit\n\n# about skills\nskills:\n  - a\n  - b\n# last words";

    public static IReadOnlyDictionary<string, string?> All { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["nothing"] = null,
        ["empty"] = "",
        ["blank"] = "\n \n",
        ["only a comment"] = "# nothing yet",
        ["only a comment and a line break"] = "# nothing yet\n\n",
        ["a document mark"] = "---\n",
        ["a document mark and values"] = "---\nmodel: x\n",
        ["usual"] = Usual,
        ["no line break at the end"] = "model: x",
        ["crlf"] = Usual.ReplaceLineEndings("\r\n"),
        ["byte order mark"] = "\uFEFF" + Usual,
        ["hooks without a value"] = "hooks:\nmodel: x\n",
        ["hooks without a value, with a comment"] = "hooks: # none yet\n\n# about models\nmodel: x\n",
        ["empty braces"] = "hooks: {}\nmodel: x\n",
        ["braces"] = "hooks: {pre_tool_call: [{command: audit}], on_session_end: []}\nmodel: {provider: auto}\n",
        ["braces over lines"] = "hooks: {\n  pre_tool_call: [ # first\n    {command: audit},\n  ],\n}\n",
        ["everything in braces"] = "{model: x}",
        ["json"] = "{\n  \"model\": \"x\",\n  \"hooks\": {\n    \"pre_tool_call\": [\n      {\"command\": \"audit\"}\n    ]\n  }\n}\n",
        ["lists at the key's depth"] = "hooks:\n  pre_tool_call:\n  - command: audit\n  post_tool_call:\n  - command: audit\nmodel: x\n",
        ["four spaces"] = "hooks:\n    pre_tool_call:\n        - command: audit\n          timeout: 3\nmodel: x\n",
        ["an event without a value"] = "hooks:\n  pre_tool_call:\n  on_session_end: # later\nmodel: x\n",
        ["an empty list"] = "hooks:\n  pre_tool_call: []\n  on_session_end: [ ]\n",
        ["hooks last"] = "model: x\nhooks:\n  pre_tool_call:\n    - command: audit",
        ["block texts"] = "prompt: |\n  hooks:\n    pre_tool_call: no\n\n  more\nhooks:\n  pre_tool_call:\n    - command: >\n        audit\n        all\n\nother: >-\n  folded\n",
        ["other sections of hooks"] = "hooks:\n  outbound:\n    - url: https://example.com\n  output_spill:\n    enabled: true\n",
        ["anchors"] = "defaults: &d\n  provider: auto\nmodel:\n  <<: *d\nhooks:\n  pre_tool_call: &audits\n    - command: audit\n",
        ["quoted keys"] = "\"hooks\":\n  'pre_tool_call':\n    - \"command\": 'audit'\n",
        ["unicode"] = "name: é😀 # ü\nhooks:\n  pre_tool_call:\n    - command: \"\\u00e9\"\n",
        ["spaces at line ends"] = "model: x   \nhooks:  \n  pre_tool_call:  \n    - command: audit  \n   \n",
        ["one megabyte"] = "# " + new string('x', 1 << 20) + "\nmodel: x\n",
        ["many entries"] = Many(),
    };

    private static string Many()
    {
        StringBuilder text = new("hooks:\n  pre_tool_call:\n");
        for (int i = 0; i < 300; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    - command: tool number {i}\n      timeout: {i + 1}\n");
        }

        return text.Append("model: x\n").ToString();
    }
}
