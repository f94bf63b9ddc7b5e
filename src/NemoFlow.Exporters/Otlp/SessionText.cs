// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Otlp;

/// <summary>What went into a session and what came out of it.</summary>
internal static class SessionText
{
    /// <summary>The first thing that was asked.</summary>
    public static string? Prompt(Session session) => session.Turns.Select(t => t.Prompt).FirstOrDefault(p => p is not null);

    /// <summary>The last thing that was answered.</summary>
    public static string? Response(Session session) => session.Turns.Select(t => t.Response).LastOrDefault(r => r is not null);
}
