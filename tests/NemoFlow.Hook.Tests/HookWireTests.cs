// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Hooks;

namespace NemoFlow.Hook.Tests;

public sealed class HookWireTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{\"plain\":1}")]
    [InlineData("C:\\Users\\José\\日本")]
    public void DecodeHeader_ReadAsLatin1_IsWhatTheClientSent(string value) =>
        Assert.Equal(value, HookWire.DecodeHeader(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value))));

    [Fact]
    public void NeutralReply_UnknownAgent_IsNull() => Assert.Null(HookWire.NeutralReply("gateway"));
}
