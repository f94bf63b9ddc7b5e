// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Text.RegularExpressions;
using NemoFlow.Cli.Commands;
using NemoFlow.Tests;

namespace NemoFlow.Cli.Tests.Commands;

/// <summary>Every command line in the pages is one that the program takes; what the agents' guides tell to type is run elsewhere.</summary>
public sealed partial class DocumentedCommandTests
{
    /// <summary>What stands for something of the reader's own, and fits nothing that is to be chosen from.</summary>
    private static readonly string[] Placeholders = ["AGENT", "status|start|stop", "otlp|atof", "status|stop", "bash|zsh|fish|powershell", "user|project", "none|builtin|alias"];

    [Fact]
    public void Pages_EveryCommandLine_IsTaken()
    {
        RootCommand root = CommandLine.Create(TextWriter.Null, TextWriter.Null);
        List<string> wrong = [];
        int lines = 0;
        foreach (string page in Pages())
        {
            foreach (string line in Lines(File.ReadAllText(page)).Where(l => !Array.Exists(Placeholders, l.Contains)))
            {
                lines++;
                ParseResult parsed = root.Parse(line["nemo-flow ".Length..]);

                // A command that is only mentioned may stand without what it needs.
                wrong.AddRange(parsed.Errors.Where(e => !e.Message.StartsWith("Required ", StringComparison.Ordinal)).Select(e => $"{Path.GetRelativePath(RepositoryPaths.Root, page)}: {line}: {e.Message}"));
            }
        }

        Assert.True(lines > 80, $"only {lines} command lines were found");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static IEnumerable<string> Pages() => Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, "docs"), "*.md", SearchOption.AllDirectories)
        .Append(Path.Combine(RepositoryPaths.Root, "README.md"));

    /// <summary>Lines of code, and code within lines, as far as a shell would hand them to the program.</summary>
    private static IEnumerable<string> Lines(string markdown)
    {
        string text = markdown.Replace("\\\n", " ", StringComparison.Ordinal);
        bool fenced = false;
        foreach (string line in text.Split('\n'))
        {
            fenced ^= line.StartsWith("```", StringComparison.Ordinal);
            string code = line.Trim();
            if ((fenced || line.StartsWith("    ", StringComparison.Ordinal)) && code.StartsWith("nemo-flow ", StringComparison.Ordinal))
            {
                yield return End().Replace(code, "").Trim();
            }
            else if (!fenced)
            {
                foreach (Match inline in Inline().Matches(line))
                {
                    yield return End().Replace(inline.Groups["code"].Value, "").Trim();
                }
            }
        }
    }

    [GeneratedRegex(@"\s+(#|\||>|2>|&&|;|<[^a-z]).*$|\s{2,}[a-z].*$")]
    private static partial Regex End();

    [GeneratedRegex("`(?<code>nemo-flow [a-z-][^`]*)`")]
    private static partial Regex Inline();
}
