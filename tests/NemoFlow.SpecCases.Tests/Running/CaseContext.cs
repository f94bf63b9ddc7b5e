// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.SpecCases.Tests.Corpus;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Running;

/// <summary>What a runner gets: the case, and assertions that are counted so that a runner without any is noticed.</summary>
internal sealed class CaseContext(SpecCase spec)
{
    public SpecCase Case { get; } = spec;

    public JsonElement Input => Case.Input;

    public JsonElement Expect => Case.Expect;

    /// <summary>Number of expectations asserted so far.</summary>
    public int Checks { get; private set; }

    /// <summary>The case's input at a path; the case changed where it is not there.</summary>
    public JsonElement In(string path) => Input.At(path) ?? throw new InvalidOperationException($"{Case.Id} has no input.{path}");

    /// <summary>The case's expectation at a path.</summary>
    public JsonElement Out(string path) => Expect.At(path) ?? throw new InvalidOperationException($"{Case.Id} has no expect.{path}");

    public void Same<T>(T expected, T actual, string what)
    {
        Checks++;
        Assert.True(EqualityComparer<T>.Default.Equals(expected, actual), $"{what}: expected {Show(expected)}, got {Show(actual)}");
    }

    public void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what)
    {
        Checks++;
        List<T> left = [.. expected];
        List<T> right = [.. actual];
        Assert.True(left.SequenceEqual(right), $"{what}: expected [{string.Join(", ", left)}], got [{string.Join(", ", right)}]");
    }

    /// <summary>Equal as JSON values; the literal <c>null</c> and a missing value are the same.</summary>
    public void Json(JsonElement? expected, JsonElement? actual, string what)
    {
        Checks++;
        bool none = IsNothing(expected) && IsNothing(actual);
        Assert.True(none || (!IsNothing(expected) && !IsNothing(actual) && JsonElement.DeepEquals(expected!.Value, actual!.Value)), $"{what}: expected {Raw(expected)}, got {Raw(actual)}");
    }

    public void True(bool condition, string what)
    {
        Checks++;
        Assert.True(condition, what);
    }

    public void Contains(string expected, string actual, string what) =>
        True(actual.Contains(expected, StringComparison.Ordinal), $"{what}: '{expected}' is not in: {actual}");

    public void Lacks(string unexpected, string actual, string what) =>
        True(!actual.Contains(unexpected, StringComparison.Ordinal), $"{what}: '{unexpected}' is in: {actual}");

    private static bool IsNothing(JsonElement? element) => element is null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined };

    private static string Raw(JsonElement? element) => IsNothing(element) ? "nothing" : element!.Value.GetRawText();

    private static string Show<T>(T value) => value?.ToString() ?? "nothing";
}
