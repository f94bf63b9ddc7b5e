// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Atif;

internal static class StatusText
{
    public static string Of(CallStatus status) => status switch
    {
        CallStatus.Open => "open",
        CallStatus.Completed => "completed",
        CallStatus.Failed => "failed",
        CallStatus.Denied => "denied",
        CallStatus.Interrupted => "interrupted",
        CallStatus.Abandoned => "abandoned",
        _ => "superseded",
    };
}
