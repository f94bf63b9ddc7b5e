// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Content.Redaction;

/// <summary>A form by which a credential is known.</summary>
/// <param name="Start">How it begins.</param>
/// <param name="End">Where it ends, given the text, the place and where the beginning ends; where it is none after all, -1.</param>
/// <param name="KeepStart">True where the beginning is no part of the secret and stays.</param>
internal sealed record CredentialForm(string Start, CredentialForm.Ending End, bool KeepStart = false)
{
    /// <summary>See <see cref="End"/>.</summary>
    public delegate int Ending(ReadOnlySpan<byte> text, int start, int behind);
}
