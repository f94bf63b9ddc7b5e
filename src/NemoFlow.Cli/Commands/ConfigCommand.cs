// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Text;
using System.Text.Json;
using NemoFlow.Configuration.Layers;
using NemoFlow.Engine;
using NemoFlow.Storage.Files;
using NemoFlow.Text;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow config</c>: the settings in effect, and where each comes from.</summary>
internal static class ConfigCommand
{
    public static Command Create(SharedOptions shared, TextWriter output, TextWriter error)
    {
        Command command = new("config", "Show the settings in effect and where each comes from.");
        Option<bool> json = new("--json") { Description = "As JSON." };
        Option<bool> all = new("--all") { Description = "Also settings that nobody set." };
        command.Options.Add(json);
        command.Options.Add(all);
        shared.AddTo(command);
        command.SetAction(parsed =>
        {
            bool asJson = parsed.GetValue(json);
            EffectiveConfiguration configuration = shared.Load(parsed, asJson ? TextWriter.Null : error);
            if (ConfigurationService.Mistakes(configuration, Environment.GetEnvironmentVariable, Environment.CurrentDirectory) is [{ } mistake, ..])
            {
                // As a gateway that will not start with it.
                throw mistake;
            }

            IReadOnlyList<ConfigurationEntry> entries = configuration.Entries(parsed.GetValue(all));
            StateFolder state = StateFolder.FromEnvironment(Environment.GetEnvironmentVariable);
            if (asJson)
            {
                output.WriteLine(Json(configuration, entries, state));
            }
            else
            {
                Write(configuration, entries, state, output);
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Write(EffectiveConfiguration configuration, IReadOnlyList<ConfigurationEntry> entries, StateFolder state, TextWriter output)
    {
        foreach ((ConfigurationLayer layer, string path) in configuration.Files)
        {
            output.WriteLine($"# {Name(layer)} {path}");
        }

        output.WriteLine("# state " + state.Root);
        foreach (ConfigurationEntry entry in entries)
        {
            string source = entry.Layer == ConfigurationLayer.Default ? "default" : $"{Name(entry.Layer)}: {entry.Source}";
            output.WriteLine($"{entry.Key} = {entry.Value ?? "(none)"}  # {source}");
        }
    }

    private static string Json(EffectiveConfiguration configuration, IReadOnlyList<ConfigurationEntry> entries, StateFolder state)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, JsonVerbatim.WriterOptions with { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema_version", 1);
            writer.WriteString("state_dir", state.Root);
            writer.WriteStartArray("files");
            foreach ((ConfigurationLayer layer, string path) in configuration.Files)
            {
                writer.WriteStartObject();
                writer.WriteString("layer", Name(layer));
                writer.WriteString("path", path);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("values");
            foreach (ConfigurationEntry entry in entries)
            {
                writer.WriteStartObject();
                writer.WriteString("key", entry.Key);
                writer.WriteString("value", entry.Value);
                writer.WriteString("layer", Name(entry.Layer));
                writer.WriteString("source", entry.Source);
                writer.WriteString("description", entry.Description);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("warnings");
            foreach (string warning in configuration.Warnings)
            {
                writer.WriteStringValue(warning);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Name(ConfigurationLayer layer) => layer switch
    {
        ConfigurationLayer.CommandLine => "command line",
        _ => layer.ToString().ToLowerInvariant(),
    };
}
