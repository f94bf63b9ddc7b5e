// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Content;

namespace NemoFlow.Core.Tests.Content;

public sealed class UrlTextTests
{
    [Theory]
    [InlineData("https://api.example.com/v1", "https://api.example.com/v1")]
    [InlineData("https://user:secret@api.example.com/v1", "https://***@api.example.com/v1")]
    [InlineData("http://127.0.0.1:8080/v1?key=secret", "http://127.0.0.1:8080/v1?***")]
    [InlineData("no url", "no url")]
    public void Masked_AnyUrl_HidesWhatMayBeSecret(string url, string expected) => Assert.Equal(expected, UrlText.Masked(url));
}
