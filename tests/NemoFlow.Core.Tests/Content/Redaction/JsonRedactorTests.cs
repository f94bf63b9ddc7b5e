// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using NemoFlow.Content.Redaction;

namespace NemoFlow.Core.Tests.Content.Redaction;

public sealed class JsonRedactorTests
{
    [Theory]
    [InlineData("email", "write to ann.b+c@mail.example.co.uk, please", "write to [X], please")]
    [InlineData("phone", "call +49 151 2345678 or (030) 123-4567", "call [X] or [X]")]
    [InlineData("ip_address", "host 192.168.10.7:80 and 999.1.1.1", "host [X]:80 and 999.1.1.1")]
    [InlineData("ipv6", "at fe80::1ff:fe23:4567:890a, 12:34:56 or 2001:db8:0:0:0:0:2:1", "at [X], 12:34:56 or [X]")]
    [InlineData("url", "see https://example.com/a?b=c now", "see [X] now")]
    [InlineData("uuid", "id 123e4567-e89b-12d3-a456-426614174000.", "id [X].")]
    [InlineData("bearer_token", "Authorization: Bearer abc.def-123", "Authorization: Bearer [X]")]
    [InlineData("jwt", "t=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_", "t=[X]")]
    [InlineData("credit_card", "4111 1111 1111 1111, 4111-1111-1111-1112, 378282246310005", "[X], 4111-1111-1111-1112, [X]")]
    [InlineData("aws_access_key_id", "id AKIAIOSFODNN7EXAMPLE", "id [X]")]
    [InlineData("api_key", "DB_PASSWORD=hunter2hunter and \"api_key\": \"abcdef123\"", "DB_PASSWORD=[X] and \"api_key\": \"[X]\"")]
    [InlineData("gcp_api_key", "AIzaSyA-1234567890abcdefghijklmnopqrstu", "[X]")]
    public void Redact_Detector_TakesOutWhatItIsFor(string detector, string text, string expected)
    {
        RedactionProfile profile = Named(RedactionAction.Redact, detector) with { Replacement = "[X]" };
        Assert.Equal(expected, Text(Apply(new { tool_input = new { t = text } }, profile), "tool_input", "t"));

        // The same within JSON within a string, its letters escaped.
        string nested = "{\"t\":\"" + string.Concat(text.Select(c => $"\\u{(int)c:x4}")) + "\"}";
        string outer = Text(Apply(new { arguments = nested }, profile), "arguments");
        Assert.Equal(expected, JsonDocument.Parse(outer).RootElement.GetProperty("t").GetString());
    }

    [Theory]
    [InlineData("email", "ann@example.com", "a**@example.com")]
    [InlineData("phone", "+49 151 2345678", "+** *** ***5678")]
    [InlineData("credit_card", "4111-1111-1111-1111", "****-****-****-1111")]
    [InlineData("api_key", "sk-abcdefghijklmnop1234", "sk-****************1234")]
    [InlineData("ip_address", "192.168.10.7", "***********7")]
    [InlineData("aws_access_key_id", "AKIAIOSFODNN7EXAMPLE", "AKIA************MPLE")]
    public void Mask_Detector_KeepsWhatHelps(string detector, string text, string expected) =>
        Assert.Equal(expected, Text(Apply(new { a = text }, Named(RedactionAction.Mask, detector)), "a"));

    [Fact]
    public void Hash_Match_IsTheDigestOfIt() =>
        Assert.Equal(
            "to b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514!",
            Text(Apply(new { a = "to user@example.com!" }, Named(RedactionAction.Hash, "email")), "a"));

    [Fact]
    public void RegexReplace_Groups_CanBeUsed()
    {
        RedactionProfile profile = Custom(RedactionAction.RegexReplace, "order (\\d+)-(\\d+)") with { Replacement = "order $1-***" };
        Assert.Equal("an order 12-*** here", Text(Apply(new { a = "an order 12-3456 here" }, profile), "a"));
    }

    [Fact]
    public void Remove_Match_TakesTheMemberOrLeavesNull()
    {
        ReadOnlyMemory<byte> result = Apply(new { a = "x@example.com", b = new object[] { "y@example.com", 1, "z" } }, Named(RedactionAction.Remove, "email"));
        Assert.Equal("""{"b":[null,1,"z"]}""", Encoding.UTF8.GetString(result.Span));
    }

    [Theory]
    [InlineData("/tool_input/command", """{"tool_input":{"command":"[R]","file":"secret"},"list":[{"t":"secret"}]}""")]
    [InlineData("/tool_input", """{"list":[{"t":"secret"}]}""")]
    [InlineData("/list/*/t", """{"tool_input":{"command":"secret","file":"secret"},"list":[{"t":"[R]"}]}""")]
    [InlineData("/list/1/t", """{"tool_input":{"command":"secret","file":"secret"},"list":[{"t":"secret"}]}""")]
    public void Targets_PathsFromThePayload_AreLookedAtOnly(string path, string expected)
    {
        object payload = new { tool_input = new { command = "secret", file = "secret" }, list = new[] { new { t = "secret" } } };
        RedactionProfile profile = path == "/tool_input"
            ? new RedactionProfile { Action = RedactionAction.Remove, Targets = [RedactionProfile.Steps(path)] }
            : Custom(RedactionAction.Redact, "secret") with { Replacement = "[R]", Targets = [RedactionProfile.Steps(path)] };
        string result = Encoding.UTF8.GetString(Apply(new { payload }, profile).Span);
        Assert.Equal("{\"payload\":" + expected + "}", result);
    }

    [Fact]
    public void Apply_IdsAndTypes_StayUnlessTheyAreAToolsOwn()
    {
        string id = "123e4567-e89b-12d3-a456-426614174000";
        string result = Encoding.UTF8.GetString(Apply(new { payload = new { session_id = id, tool_input = new { session_id = id }, note = id } }, Named(RedactionAction.Redact, "uuid")).Span);
        Assert.Equal("{\"payload\":{\"session_id\":\"" + id + "\",\"tool_input\":{\"session_id\":\"[REDACTED]\"},\"note\":\"[REDACTED]\"}}", result);
    }

    [Fact]
    public void Apply_NamesAndNumbersInToolValues_AreLookedAtToo()
    {
        string result = Encoding.UTF8.GetString(Apply(new { tool_response = new Dictionary<string, object> { ["ann@example.com"] = 4111111111111111 } }, Named(RedactionAction.Redact, "email"), Named(RedactionAction.Redact, "credit_card")).Span);
        Assert.Equal("""{"tool_response":{"[REDACTED]":"[REDACTED]"}}""", result);
    }

    [Fact]
    public void Apply_Surfaces_AreKeptApart()
    {
        RedactionProfile profile = Named(RedactionAction.Redact, "email") with { Surfaces = RedactionSurfaces.ToolOutput };
        string result = Encoding.UTF8.GetString(Apply(new { payload = new { prompt = "a@b.io", tool_input = new { t = "a@b.io" }, tool_response = "a@b.io" } }, profile).Span);
        Assert.Equal("""{"payload":{"prompt":"a@b.io","tool_input":{"t":"a@b.io"},"tool_response":"[REDACTED]"}}""", result);
    }

    [Fact]
    public void Apply_SeveralProfiles_WorkOnWhatTheOneBeforeLeft()
    {
        ReadOnlyMemory<byte> result = Apply(new { a = "a@b.io" }, Named(RedactionAction.Redact, "email") with { Replacement = "mail" }, Custom(RedactionAction.Redact, "mail") with { Replacement = "post" });
        Assert.Equal("post", Text(result, "a"));
    }

    [Fact]
    public void Apply_PatternThatRunsAway_IsCutOff()
    {
        // Backreferences need backtracking, which takes exponential time here.
        RedactionProfile profile = Custom(RedactionAction.Redact, "^(a+)+\\1b$");
        Assert.Throws<RedactionException>(() => Apply(new { a = new string('a', 60) }, profile));
    }

    [Fact]
    public void Apply_ManyTexts_ShareOneLimit()
    {
        int now = 0;
        JsonRedactor redactor = new([Named(RedactionAction.Redact, "email")], TimeSpan.FromMilliseconds(5), () => TimeSpan.FromMilliseconds(now++));
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new { a = Enumerable.Repeat("text", 50).ToArray() });
        Assert.Throws<RedactionException>(() => redactor.Apply(json, RedactionSurfaces.Mark));
    }

    [Fact]
    public void Apply_WhatIsNotTouched_StaysAsItWasWritten()
    {
        const string Json = """{"a":"\u00e9 \/ 1.0e5","n":1.50e+3,"b":[true,null]}""";
        ReadOnlyMemory<byte> result = new JsonRedactor([Named(RedactionAction.Redact, "email")], TimeSpan.FromSeconds(5), Clock).Apply(Encoding.UTF8.GetBytes(Json), RedactionSurfaces.Mark);
        Assert.Equal(Json, Encoding.UTF8.GetString(result.Span));
    }

    private static RedactionProfile Named(RedactionAction action, string detector) => new() { Action = action, Detector = Detectors.Find(detector) };

    private static RedactionProfile Custom(RedactionAction action, string pattern) => new() { Action = action, Detector = Detector.Custom(pattern, TimeSpan.FromMilliseconds(100)) };

    private static ReadOnlyMemory<byte> Apply(object value, params RedactionProfile[] profiles) =>
        new JsonRedactor(profiles, TimeSpan.FromSeconds(10), Clock).Apply(JsonSerializer.SerializeToUtf8Bytes(value), RedactionSurfaces.Mark);

    private static string Text(ReadOnlyMemory<byte> json, params string[] path)
    {
        JsonElement element = JsonDocument.Parse(json).RootElement;
        foreach (string name in path)
        {
            element = element.GetProperty(name);
        }

        return element.GetString()!;
    }

    private static TimeSpan Clock() => TimeProvider.System.GetElapsedTime(0);
}
