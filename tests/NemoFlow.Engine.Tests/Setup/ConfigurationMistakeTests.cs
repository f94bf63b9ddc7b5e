// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Schema;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine.Delivery;

namespace NemoFlow.Engine.Tests.Setup;

/// <summary>Every key with values that it cannot have. Those who serve and those who list a configuration say the same of it.</summary>
public sealed class ConfigurationMistakeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nemo-flow-mistakes-").FullName;

    public static TheoryData<string> Sections => [.. ConfigSchema.Config.Names.Where(n => n != "plugins"), .. ConfigSchema.ComponentKinds];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Sections))]
    public void Load_WrongValues_AreToldWithPlaceKeyAndWhatIsAllowed(string section)
    {
        int tried = 0;
        foreach ((string key, string text, string wrong) in Cases(section))
        {
            string file = Write(section, text);
            string message = Serving()!;

            Assert.True(message is not null, $"{key} = {wrong} is taken");
            Assert.Matches($"^{Regex.Escape(file)}:\\d+:\\d+: {Regex.Escape(key)}[\\w.\\[\\]-]* must (be|not be|name|contain|hold) ", message);
            Assert.Equal(message, Listing());
            tried++;
        }

        Assert.True(tried > 4, $"{tried} cases only");
    }

    [Theory]
    [InlineData("config.opentelemetry.enabled = true", ":3:32: observability.opentelemetry.endpoint is missing, and the exporter is enabled: write endpoint = \"http://127.0.0.1:4318/v1/traces\".")]
    [InlineData("config.opentelemetry = { transport = \"grpc\", enabled = true }", "observability.opentelemetry.endpoint is missing, and the exporter is enabled: write endpoint = \"http://127.0.0.1:4317\".")]
    [InlineData("config.openinference.enabled = true", ":3:32: observability.openinference.endpoint is missing, and the exporter is enabled")]
    [InlineData("config.weave.enabled = true", ":3:24: observability.weave: project must be entity/project")]
    [InlineData("config.weave = { enabled = true, project = \"only\" }", "observability.weave: project must be entity/project")]
    [InlineData("config.atof = { enabled = true, sinks = [{ filename = \"a\" }, { type = \"stream\" }] }", ":3:62: observability.atof.sinks[1].url is missing: write for example url = ")]
    [InlineData("config.atif.storage = [{ type = \"s3\" }]", ":3:24: observability.atif.storage[0].bucket is missing: write for example bucket = ")]
    [InlineData("config.atif.storage = [{ type = \"http\" }]", ":3:24: observability.atif.storage[0].url is missing: write for example url = ")]
    [InlineData("config.atif.filename_template = \"a/{session_id}\"", ":3:33: observability.atif.filename_template is wrong: ")]
    public void Load_WhatIsMissing_IsTheSameForThoseWhoServeAndThoseWhoList(string line, string problem)
    {
        string file = Write("observability", line);

        Assert.StartsWith(file, Serving(), StringComparison.Ordinal);
        Assert.Contains(problem, Serving(), StringComparison.Ordinal);
        Assert.Equal(Serving(), Listing());
        Assert.StartsWith("observability.", ConfigurationProblem.Parse(Serving()!).Key ?? "observability.", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:4318")]
    [InlineData("not a url")]
    [InlineData("ftp://h")]
    public void Load_StandardVariableThatIsNoAddress_IsNamed(string value)
    {
        Write("observability", "config.opentelemetry.enabled = true");

        Assert.StartsWith($"OTEL_EXPORTER_OTLP_ENDPOINT is '{value}': it must be an absolute http or https URL", Serving(value), StringComparison.Ordinal);
        Assert.Equal(Serving(value), Listing(value));
    }

    private static IEnumerable<(string Key, string Text, string Wrong)> Cases(string section)
    {
        SchemaTable table = Assert.IsType<SchemaTable>(ConfigSchema.All[section]);
        bool isComponent = ConfigSchema.ComponentKinds.Contains(section);
        foreach ((string path, SchemaNode node) in Members(table, ""))
        {
            foreach (string wrong in Wrongs(node))
            {
                // What is more than one step below is written within its list.
                string key = path.Replace("[]", "[0]", StringComparison.Ordinal);
                int list = path.IndexOf("[].", StringComparison.Ordinal);
                string text = list < 0 ? $"{path} = {wrong}" : $"{path[..list]} = [{{ {path[(list + 3)..]} = {wrong} }}]";
                yield return ($"{section}.{key}", (isComponent && path != "enabled" ? "config." : "") + text, wrong);
            }
        }
    }

    private static IEnumerable<(string Path, SchemaNode Node)> Members(SchemaTable table, string prefix)
    {
        foreach (string name in table.Names)
        {
            SchemaNode node = table[name]!;
            yield return (prefix + name, node);
            foreach ((string Path, SchemaNode Node) inner in node switch
            {
                SchemaTable below => Members(below, prefix + name + "."),
                SchemaList { Item: SchemaTable item } => Members(item, prefix + name + "[]."),
                _ => [],
            })
            {
                yield return inner;
            }
        }
    }

    private static IEnumerable<string> Wrongs(SchemaNode node) => node switch
    {
        SchemaTable => ["5", "[]"],
        SchemaMap { Value: not null } => ["5", "{ a = 5 }", "{ a = {} }"],
        SchemaMap => ["5", "\"x\""],
        SchemaList { Item: SchemaScalar } => ["5", "{}", "[5]", "[{}]"],
        SchemaList { Item: not null } => ["5", "{}", "[5]", "[[]]"],
        SchemaList => ["5", "{}"],
        SchemaScalar scalar => scalar.Kind switch
        {
            ScalarKind.Flag => ["\"true\"", "1", "[]", "{}", "2026-01-01"],
            ScalarKind.Whole => ["\"5\"", "1.5", "true", "[]", "nan", .. scalar.Min >= 0 ? ["-1", "-9223372036854775808"] : Array.Empty<string>(), .. scalar.Max < long.MaxValue ? ["9223372036854775807"] : Array.Empty<string>()],
            ScalarKind.Choice => ["\"no-such-word\"", "\"\"", "5", "true", "[]"],
            ScalarKind.Url => ["\"nowhere\"", "\"ftp://x\"", "\"\"", "5", "[]"],
            ScalarKind.Place => ["\"\"", "5", "{}"],
            ScalarKind.Bind => ["\"4040\"", "\"0.0.0.0:1\"", "\"h:1\"", "\"127.0.0.1:99999\"", "5"],
            ScalarKind.Pattern => ["\"(\"", "\"\"", "5"],
            _ => ["5", "true", "[]", "{}"],
        },
        _ => [],
    };

    private string Write(string section, string line)
    {
        bool isComponent = ConfigSchema.ComponentKinds.Contains(section);
        string file = Path.Combine(_folder, isComponent ? ConfigurationFolders.PluginsFile : ConfigurationFolders.ConfigFile);
        File.WriteAllText(file, isComponent ? $"[[components]]\nkind = \"{section}\"\n{line}\n" : $"[{section}]\n{line}\n");
        return file;
    }

    private string? Serving(string? endpoint = null)
    {
        try
        {
            string File() => Directory.EnumerateFiles(_folder).Single();
            EffectiveConfiguration configuration = ConfigurationService.Load(new ConfigurationRequest { Environment = Variables(endpoint), WorkingDirectory = _folder, File = File() });
            GatewaySettings.From(configuration);
            ExporterSetup.From(configuration, Variables(endpoint), _folder);
            return null;
        }
        catch (ConfigurationException e)
        {
            return e.Message;
        }
    }

    private string? Listing(string? endpoint = null) =>
        ConfigurationReview.Read(_folder, Variables(endpoint), Directory.EnumerateFiles(_folder).Single()).Problems is [{ } first, ..] ? first.Message : null;

    private static Func<string, string?> Variables(string? endpoint) => name => name == "OTEL_EXPORTER_OTLP_ENDPOINT" ? endpoint : null;
}
