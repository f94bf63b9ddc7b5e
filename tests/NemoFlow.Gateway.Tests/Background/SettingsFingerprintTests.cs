// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Settings;
using NemoFlow.Gateway.Background;
using NemoFlow.Gateway.Hosting;

namespace NemoFlow.Gateway.Tests.Background;

public sealed class SettingsFingerprintTests
{
    [Theory]
    [InlineData("NEMO_FLOW_OPENINFERENCE_ENDPOINT", "http://127.0.0.1:6006/v1/traces", true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318", true)]
    [InlineData("NEMO_FLOW_CAPTURE_CONTENT", "0", true)]
    [InlineData("NEMO_FLOW_PLUGIN_CONFIG", "{}", true)]
    [InlineData("OPENINFERENCE_HIDE_INPUTS", "true", true)]
    [InlineData("PATH", "/elsewhere", false)]
    public void Of_Variable_CountsWhereAGatewayTakesSomethingFromIt(string name, string value, bool counts)
    {
        string without = SettingsFingerprint.Of(new GatewayOptions(), new GatewaySettings(), _ => null);
        string with = SettingsFingerprint.Of(new GatewayOptions(), new GatewaySettings(), n => n == name ? value : null);

        Assert.Equal(counts, with != without);
        Assert.DoesNotContain(value, with, StringComparison.Ordinal);
    }
}
