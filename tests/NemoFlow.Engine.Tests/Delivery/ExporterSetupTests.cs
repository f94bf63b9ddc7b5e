// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Layers;
using NemoFlow.Configuration.Settings;
using NemoFlow.Engine.Delivery;
using NemoFlow.Exporters;
using NemoFlow.Exporters.Destinations;
using NemoFlow.Exporters.Otlp;
using NemoFlow.Exporters.Spans;
using NemoFlow.Exporters.Streams;

namespace NemoFlow.Engine.Tests.Delivery;

public sealed class ExporterSetupTests
{
    [Fact]
    public void From_Nothing_IsTheTrajectoryFileOnly()
    {
        ExporterSet set = Set("{}");

        Assert.Empty(set.Create("1", _ => null, TimeProvider.System));
        Assert.Equal((true, "{session_id}.atif.json"), (set.AtifFile.Enabled, set.AtifFile.FileNameTemplate));
    }

    [Fact]
    public void From_EveryOption_IsTakenOver()
    {
        ExporterSet set = Set("""
            {"atof":{"enabled":true,"output_directory":"events","filename":"e.jsonl","mode":"overwrite","enable_full_payloads":true,
                     "sinks":[{"type":"stream","name":"n","url":"http://h/e","transport":"ndjson","headers":{"a":"b"},"header_env":{"c":"D"},"timeout_millis":7}]},
             "atif":{"agent_name":"x","filename_template":"{agent}-{session_id}.json","extra":{"team":"t"},
                     "storage":[{"type":"s3","bucket":"b","region":"r","endpoint":"http://s","path_style":true,"prefix":"p/","access_key_env":"K"},{"type":"http","url":"http://h/in","local_copy_directory":"kept"}]},
             "opentelemetry":{"enabled":true,"transport":"grpc","endpoint":"http://h:4317","headers":{"x":"y"},"header_env":{"authorization":"KEY"},"resource_attributes":{"team":"t"},"service_name":"s",
                              "service_namespace":"ns","service_version":"2","instrumentation_scope":"i","timeout_millis":99,"compression":"none","trace_per":"session","capture_content":true,"metrics":true,"full_requests":true},
             "openinference":{"enabled":true,"endpoint":"http://h:6006","project_name":"p","hide_inputs":true,"hide_llm_tools":true,"base64_image_max_length":5}}
            """);

        AtofFileOptions file = Assert.Single(set.AtofFiles);
        Assert.Equal((Path.GetFullPath("/home/user/events"), "e.jsonl", true, true), (file.Folder, file.FileName, file.Overwrite, file.FullPayloads));
        AtofStreamOptions stream = Assert.Single(set.AtofStreams);
        Assert.Equal(("n", false, "b", "D", 7.0, true), (stream.Name, stream.OneByOne, stream.Headers["a"], stream.HeaderVariables["c"], stream.Timeout.TotalMilliseconds, stream.FullPayloads));
        Assert.Equal(("x", "{agent}-{session_id}.json", """{"team":"t"}"""), (set.AtifFile.AgentName, set.AtifFile.FileNameTemplate, set.AtifFile.AgentExtra!.Value.GetRawText()));
        AtifS3Options s3 = Assert.IsType<AtifS3Options>(set.AtifDestinations[0]);
        Assert.Equal(("b", "r", true, "p/", "K", "AWS_SECRET_ACCESS_KEY"), (s3.Bucket, s3.Region, s3.PathStyle, s3.Prefix, s3.AccessKeyVariable, s3.SecretKeyVariable));
        Assert.Equal(Path.GetFullPath("/home/user/kept"), Assert.IsType<AtifHttpOptions>(set.AtifDestinations[1]).LocalCopyFolder);
        OtlpOptions genAi = set.Otlp[0];
        Assert.Equal((OtlpTransport.Grpc, "http://h:4317/", "y", "KEY", "t", TraceScope.Session), (genAi.Transport, genAi.Endpoint.AbsoluteUri, genAi.Headers["x"], genAi.HeaderVariables["authorization"], genAi.ResourceAttributes["team"], genAi.TracePer));
        Assert.Equal(("s", "ns", "2", "i", 99.0), (genAi.ServiceName, genAi.ServiceNamespace, genAi.ServiceVersion, genAi.InstrumentationScope, genAi.Timeout.TotalMilliseconds));
        Assert.Equal((false, true, true, true), (genAi.Compress, genAi.CaptureContent, genAi.Metrics, genAi.FullRequests));
        OtlpOptions openInference = set.Otlp[1];
        Assert.Equal(("http://h:6006/v1/traces", "p", true, true, false, 5), (openInference.Endpoint.AbsoluteUri, openInference.ProjectName, openInference.Hide.Inputs, openInference.Hide.Tools, openInference.Hide.Outputs, openInference.Hide.Base64ImageMaxLength));
        Assert.Equal(7, set.Create("1", _ => null, TimeProvider.System).Count);
    }

    [Fact]
    public void From_PlacesWithoutAType_AreWhatTheirKeysSay()
    {
        ExporterSet set = Set("""{"atof":{"enabled":true,"sinks":[{"url":"http://h/e"},{"filename":"e.jsonl"}]},"atif":{"storage":[{"url":"http://h/in"},{"bucket":"b"}]}}""");

        Assert.Equal("http://h/e", Assert.Single(set.AtofStreams).Url.OriginalString);
        Assert.Equal("e.jsonl", Assert.Single(set.AtofFiles).FileName);
        Assert.IsType<AtifHttpOptions>(set.AtifDestinations[0]);
        Assert.IsType<AtifS3Options>(set.AtifDestinations[1]);
    }

    [Fact]
    public void From_OneEndpointInBothConventions_IsOneBackend()
    {
        ExporterSet set = Set("""{"opentelemetry":{"enabled":true,"endpoint":"http://h/v1/traces"},"openinference":{"enabled":true,"endpoint":"http://h","hide_outputs":true}}""");

        OtlpOptions both = Assert.Single(set.Otlp);
        Assert.Equal((SpanVocabulary.Both, true), (both.Vocabulary, both.Hide.Outputs));
    }

    [Fact]
    public void From_EnabledWithoutAnEndpoint_TakesTheStandardVariablesOrSaysWhatToWrite()
    {
        const string Json = """{"opentelemetry":{"enabled":true}}""";

        Assert.Equal("http://h:4318/v1/traces", Assert.Single(Set(Json, ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://h:4318")).Otlp).Endpoint.OriginalString);
        Assert.Contains("endpoint = ", Assert.Throws<ConfigurationException>(() => Set(Json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_StandardVariablesAlone_ExportNothing() => Assert.Empty(Set("{}", ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://h:4318")).Otlp);

    [Fact]
    public void From_Weave_NeedsAProject()
    {
        Assert.Equal("https://trace.wandb.ai/agents/otel/v1/traces", Assert.Single(Set("""{"weave":{"enabled":true,"project":"e/p"}}""").Otlp).Endpoint.OriginalString);
        Assert.Contains("entity/project", Assert.Throws<ConfigurationException>(() => Set("""{"weave":{"enabled":true}}""")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"enabled":false,"openinference":{"enabled":true,"endpoint":"http://h"}}""")]
    [InlineData("""{"atif":{"enabled":false}}""")]
    public void From_SwitchedOff_WritesNothing(string json)
    {
        ExporterSet set = Set(json);

        Assert.False(set.AtifFile.Enabled);
        Assert.Empty(set.Otlp);
    }

    [Theory]
    [InlineData("""{"atif":{"storage":[{"type":"s3"}]}}""", "bucket")]
    [InlineData("""{"atif":{"storage":[{"type":"http"}]}}""", "url")]
    [InlineData("""{"atof":{"enabled":true,"sinks":[{"type":"stream"}]}}""", "url")]
    [InlineData("""{"atif":{"filename_template":"../{session_id}"}}""", "file name")]
    public void From_SomethingMissing_IsNamed(string json, string key) =>
        Assert.Contains(key, Assert.Throws<ConfigurationException>(() => Set(json)).Message, StringComparison.Ordinal);

    private static ExporterSet Set(string observability, params (string Name, string Value)[] environment)
    {
        string? Variable(string name) => environment.FirstOrDefault(v => v.Name == name).Value;
        EffectiveConfiguration configuration = ConfigurationService.Load(new ConfigurationRequest
        {
            Environment = Variable,
            WorkingDirectory = Path.GetTempPath(),
            Options = [new ConfigurationOption("--plugin-config", ConfigurationOption.PluginConfig, $$"""{"version":1,"components":[{"kind":"observability","enabled":true,"config":{{observability}}}]}""")],
        });
        return ExporterSetup.From(configuration, Variable, "/home/user");
    }
}
