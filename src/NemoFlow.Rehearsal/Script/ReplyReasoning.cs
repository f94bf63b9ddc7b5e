// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>Reasoning in front of a reply.</summary>
/// <param name="Summary">Readable summary parts; may be empty.</param>
/// <param name="EncryptedContent">Opaque content that clients send back; null leaves it out.</param>
public sealed record ReplyReasoning(IReadOnlyList<string> Summary, string? EncryptedContent)
{
    /// <summary>The field that carries it in Chat Completions, where every provider has its own.</summary>
    public string ChatField { get; init; } = "reasoning_content";
}
