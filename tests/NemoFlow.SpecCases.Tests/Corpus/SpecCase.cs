// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.SpecCases.Tests.Corpus;

/// <summary>One case of the behaviour corpus.</summary>
internal sealed record SpecCase(string Id, string Area, string Level, string Title, JsonElement Input, JsonElement Expect);
