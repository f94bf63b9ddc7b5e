// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Engine.Capture;

/// <summary>The head of a model request.</summary>
/// <param name="Api">The API that it calls, for example <c>openai.responses</c>.</param>
/// <param name="Path">The path without its query.</param>
/// <param name="Headers">All headers; credentials are left out of what is recorded.</param>
/// <param name="Time">When it arrived.</param>
/// <param name="Upstream">The address that it is sent to; only host and port of it are recorded.</param>
public sealed record CallHead(string Api, string Path, IReadOnlyList<KeyValuePair<string, string>> Headers, DateTimeOffset Time, Uri? Upstream = null);
