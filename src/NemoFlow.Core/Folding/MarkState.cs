// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace NemoFlow.Folding;

internal sealed record MarkState(string Id, string Name, DateTimeOffset Time, JsonElement? Data);
