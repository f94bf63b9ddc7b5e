// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Tests.Json;

/// <summary>Documents as people, editors and other tools leave them. Each is an object, with a member <c>a</c> that is an object and may be an array at <c>list</c>.</summary>
internal static class AwkwardJson
{
    public static IReadOnlyList<string> All { get; } =
    [
        "{}",
        "{ }",
        "{}\n",
        "\uFEFF{}",
        "{ // nothing yet\n}",
        "{\n  // nothing\n  /* yet */\n}\n",
        """{"a":{},"list":[]}""",
        """{"a": {}, "list": []}""",
        """{"a":{"x":1},"list":[1,2]}""",
        """{ "a": { "x": 1 }, "list": [ 1, 2 ] }""",
        "{\n  \"a\": {},\n  \"list\": []\n}\n",
        "{\n  \"a\": {\n    \"x\": 1\n  },\n  \"list\": [\n    1,\n    2\n  ]\n}",
        "{\r\n\t\"a\": {\r\n\t\t\"x\": 1 // one\r\n\t},\r\n\t\"list\": [\r\n\t\t1, /* two */ 2\r\n\t]\r\n}\r\n",
        "\uFEFF{\r\n    \"a\": { \"x\": 1, },\r\n    \"list\": [\r\n        1,\r\n        2,\r\n    ],\r\n}",
        "{\n  \"a\": {\"x\": 1,},\n  \"list\": [1, 2,],\n}\n",
        "// before\n{\n  // above a\n  \"a\": {\n    \"x\": 1 // behind x\n    // below x\n  },\n  /* above list */\n  \"list\": [ // opened\n    1, // first\n    2 // last\n  ] // closed\n}\n// after",
        "{\n  \"a\": {\n    \"x\": 1 },\n  \"list\": [\n    1,\n    2 ] }",
        "{ \"a\": {\n  \"x\": { \"deep\": [1, 2, 3] }\n}, \"list\": [{\n  \"b\": 1\n}] }",
        "{\"a\": {\"x\": 1}, \"a\": {\"x\": 2}, \"list\": [1], \"list\": [[2]]}",
        "{\n\n\n  \"a\" : {\n\n    \"x\"\t:\t1\n\n  }\n\n  ,\n  \"list\" : [\n    1\n    ,\n    2\n  ]\n\n}\n\n\n",
        "{\"a\": {\"url\": \"http://x/*no comment*/ // none\", \"q\": \"\\\"}\"}, \"list\": [\"]\", \",\"]}",
        "{\n   \"a\": {\n      \"x\": 1\n   },\n   \"list\": [\n      {\n         \"b\": 1\n      }\n   ]\n}\n",
    ];
}
