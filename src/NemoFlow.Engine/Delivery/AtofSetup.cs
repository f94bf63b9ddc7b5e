// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Nodes;
using NemoFlow.Exporters.Streams;
using static NemoFlow.Engine.Delivery.ExporterSetup;

namespace NemoFlow.Engine.Delivery;

/// <summary>Files and streams of ATOF events from a configuration.</summary>
internal static class AtofSetup
{
    private const string Root = "observability.atof.";

    public static IEnumerable<AtofFileOptions> Files(EffectiveConfiguration configuration, string folder)
    {
        if (!configuration.Flag(Root + "enabled"))
        {
            yield break;
        }

        List<ConfigTable> sinks = [.. Tables(configuration, Root + "sinks")];
        bool full = configuration.Flag(Root + "enable_full_payloads");
        if (sinks.Count == 0 || configuration.IsSet(Root + "output_directory") || configuration.IsSet(Root + "filename"))
        {
            yield return File(configuration.TextIfSet(Root + "output_directory"), configuration.TextIfSet(Root + "filename"), configuration.Text(Root + "mode"), folder, full);
        }

        foreach (ConfigTable sink in sinks.Where(s => !IsStream(s)))
        {
            yield return File(Word(sink, "output_directory"), Word(sink, "filename"), Word(sink, "mode"), folder, full);
        }
    }

    public static IEnumerable<AtofStreamOptions> Streams(EffectiveConfiguration configuration) => !configuration.Flag(Root + "enabled")
        ? []
        : Tables(configuration, Root + "sinks").Select((sink, i) => (sink, Key: $"{Root}sinks[{i}].url")).Where(s => IsStream(s.sink)).Select(s => Stream(s.sink, s.Key, configuration));

    /// <summary>Who names a URL means a stream, whether or not it is said.</summary>
    private static bool IsStream(ConfigTable sink) => Word(sink, "type") is { } type ? type == "stream" : Word(sink, "url") is not null;

    private static AtofStreamOptions Stream(ConfigTable sink, string key, EffectiveConfiguration configuration) => new()
    {
        Name = Word(sink, "name"),
        Url = new Uri(Word(sink, "url") ?? throw Missing(sink, key, "url = \"http://127.0.0.1:9000/events\"")),
        OneByOne = Word(sink, "transport") is null or "http_post",
        Headers = Words(sink, "headers"),
        HeaderVariables = Words(sink, "header_env"),
        Timeout = Millis(sink, "timeout_millis") ?? TimeSpan.FromSeconds(3),
        FullPayloads = configuration.Flag(Root + "enable_full_payloads"),
    };

    private static AtofFileOptions File(string? directory, string? name, string? mode, string folder, bool full) => new()
    {
        Folder = directory is null ? folder : Path.GetFullPath(directory, folder),
        FileName = name,
        Overwrite = mode == "overwrite",
        FullPayloads = full,
    };
}
