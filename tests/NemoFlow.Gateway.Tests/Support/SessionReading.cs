// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Tests.Support;

internal static class SessionReading
{
    public static IReadOnlyList<LlmCall> Calls(this Session session) => [.. session.Turns.SelectMany(t => t.Items).OfType<LlmCall>()];

    public static LlmCall Call(this Session session) => Assert.Single(session.Calls());
}
