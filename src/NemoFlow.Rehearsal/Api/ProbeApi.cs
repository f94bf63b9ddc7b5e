// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Rehearsal.Http;

namespace NemoFlow.Rehearsal.Api;

/// <summary>What agents ask at their start to find out whether there is anybody: <c>HEAD /</c>, <c>/api/hello</c>.</summary>
internal sealed class ProbeApi : IProviderApi
{
    public ProviderAnswer? Answer(ProviderExchange exchange)
        => exchange is { Path: "/" or "/api/hello", Request.Method: "GET" or "HEAD" }
            ? ProviderAnswer.Json(200, """{"message":"hello"}""")
            : null;
}
