// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Rehearsal.Http;

namespace NemoFlow.Rehearsal.Api;

/// <summary>One provider API that the scripted provider speaks; each lives in a folder of its own beside this file.</summary>
internal interface IProviderApi
{
    /// <summary>The answer to a request of this API; null when the request belongs to another.</summary>
    ProviderAnswer? Answer(ProviderExchange exchange);
}
