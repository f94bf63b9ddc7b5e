// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Configuration.Schema;

/// <summary>Short forms by which the schemas are written down.</summary>
internal static class Describe
{
    public static SchemaScalar Word(string description, string? defaultValue = null) => new(ScalarKind.Text) { Description = description, Default = defaultValue };

    public static SchemaScalar Url(string description, string? defaultValue = null) => new(ScalarKind.Url) { Description = description, Default = defaultValue };

    public static SchemaScalar Place(string description, string? defaultValue = null) =>
        new(ScalarKind.Place) { Description = description, Default = defaultValue, Project = ProjectRule.InsideProject };

    public static SchemaScalar Flag(string description, bool? defaultValue = null) =>
        new(ScalarKind.Flag) { Description = description, Default = defaultValue is { } d ? (d ? "true" : "false") : null };

    public static SchemaScalar Whole(string description, long min, long? defaultValue = null) =>
        new(ScalarKind.Whole) { Description = description, Min = min, Default = defaultValue?.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    /// <summary>A time to wait for an answer, in milliseconds: at most a day, which is longer than anybody waits and not longer than timers can be.</summary>
    public static SchemaScalar Timeout(string description, long defaultValue) => Whole(description, 1, defaultValue) with { Max = 86_400_000 };

    public static SchemaScalar Choice(string description, string? defaultValue, params string[] choices) =>
        new(ScalarKind.Choice) { Description = description, Default = defaultValue, Choices = choices };

    /// <summary>How much of a kind of content is recorded: from all to nothing.</summary>
    public static SchemaScalar Level(string description, string? defaultValue) =>
        new(ScalarKind.Choice) { Description = description, Default = defaultValue, Choices = ["full", "metadata", "none"], Project = ProjectRule.OnlyLess };

    public static SchemaMap Words(string description) => new(new SchemaScalar(ScalarKind.Text)) { Description = description };

    /// <summary>Names and values of headers; the values are never shown.</summary>
    public static SchemaMap Headers(string description) => new(new SchemaScalar(ScalarKind.Text) { IsSecret = true }) { Description = description };

    public static SchemaList WordList(string description) => new(new SchemaScalar(ScalarKind.Text)) { Description = description };
}
