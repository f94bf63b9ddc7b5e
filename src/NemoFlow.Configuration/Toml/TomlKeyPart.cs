// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Toml;

/// <summary>One segment of a dotted key, without its quotes and escapes.</summary>
internal readonly record struct TomlKeyPart(string Name, TomlSpan Span);
