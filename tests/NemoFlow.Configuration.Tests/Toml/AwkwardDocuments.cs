// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Tests.Toml;

/// <summary>Documents that people and editors really leave behind, and that careless writers damage.</summary>
internal static class AwkwardDocuments
{
    private const string Agent = """"
        # Settings of the agent
        #   (kept in git)

        model = "gpt-5"   # the good one	
        notify = ["sh", '-c', "say \"done\""]
            indented = 1
        quoted."dotted key".x = true
        prompt = """
        [not.a.header]
        # not a comment
        k = 1
        """

        [features]
        # nothing here yet

        [model_providers."x y"]
        name = 'X'
        query = { a = 1, b = [1, 2, { c = 3 }] }

        # about the hooks
        [[hooks.Stop]]
        matcher = ""
          [[hooks.Stop.hooks]]
          type = "command"
          list = [
            1, # one
            # about two
            2 # two
          ]

        [[hooks.Stop]]
        matcher = "b"
        [hooks.Stop.sub.deep]
        z = [
          "a",
          "b",
        ]
        [empty]
        # last words
        """";

    /// <summary>All of them: each shape with each line end, with and without a byte order mark and a final line break.</summary>
    public static IEnumerable<(string Name, string Text)> All()
    {
        string[] shapes =
        [
            Agent,
            "",
            " ",
            "\n",
            "\n\n  \n",
            "# only a comment",
            "#:schema https://example.test/s.json\n[t]",
            "#:schema https://example.test/s.json\n# about t\n\n\n[t]\nk = 1",
            "# about t\n[t] # t\n\n\n",
            "[a]\n[b]\n[c]",
            "[a.b.c]\nk=1\n[a]\nx=2",
            "a.b.c=1\na.b.d=2\nother=1\n[a.x]\ny=1",
            "k = 1\n\n[t]",
            "# c\nk = 1\n\n[t]",
            "t = {}\nu = { }\nv = []\nw = [ ]\nx = [\n]\ny = [ # c\n]\nz = { a.b = 1, a.c = 2 , d = 3 }",
            "n = [[1, 2], [\n  3,\n  4\n], [ 5, ], [6\n, 7\n, 8]]",
            "[[x]]\n[x.p.a.b]\n[x.p]\n[[x]]\n[[x.y]]\nk = 1\n[[x.y]]\n[z]\n",
            "[fruit]\napple.color = 'red'\napple.taste.sweet = true\n[fruit.apple.texture]\nsmooth = true\n\t\n",
            "\tindented = 1 \t\n \t[tab] \t\n\t  k = 2",
            "'' = 1\nx.'' = 2\n",
            "d = 1979-05-27 07:32:00Z # when\nt = 07:32:00.1234567899\ni = 0xDEAD_beef",
        ];
        foreach (string shape in shapes)
        {
            string text = shape.ReplaceLineEndings("\n");
            foreach (string variant in (string[])[text, text + "\n", text + "\n\n", "\uFEFF" + text])
            {
                yield return ($"LF {variant}", variant);
                yield return ($"CRLF {variant}", variant.ReplaceLineEndings("\r\n"));
            }
        }
    }
}
