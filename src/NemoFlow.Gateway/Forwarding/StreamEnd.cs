// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Forwarding;

/// <summary>
/// Tells that a stream's last event is passing by. Only a hint, for who waits for the call to be over: text may hold the same words.
/// </summary>
internal static class StreamEnd
{
    /// <summary>Length of the longest mark, and so what two reads have to overlap.</summary>
    public const int Overlap = 24;

    /// <summary>True where one of the events is in the bytes with which the providers' streams end.</summary>
    public static bool IsIn(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("response.completed"u8) >= 0 || bytes.IndexOf("response.incomplete"u8) >= 0 || bytes.IndexOf("response.failed"u8) >= 0
        || bytes.IndexOf("message_stop"u8) >= 0 || bytes.IndexOf("[DONE]"u8) >= 0;
}
