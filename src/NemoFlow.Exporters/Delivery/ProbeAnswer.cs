// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Delivery;

/// <summary>A target's answer to a request that stores nothing.</summary>
/// <param name="Verdict">What it means.</param>
/// <param name="Text">What was answered, in words that go on after a colon; no credential is in it.</param>
public sealed record ProbeAnswer(ProbeVerdict Verdict, string Text)
{
    /// <summary>The address that would be right, where one was found or is known; else what to look at. Null where nothing is known.</summary>
    public string? Advice { get; init; }

    /// <summary>The verdict on a request that a target takes though there is nothing in it.</summary>
    internal static ProbeAnswer Of(DeliveryResult result) => result switch
    {
        { Verdict: DeliveryVerdict.Delivered } => new ProbeAnswer(ProbeVerdict.Accepted, "it accepts what it is sent"),
        { Cause: DeliveryCause.Credential } => new ProbeAnswer(ProbeVerdict.CredentialRefused, result.Answer),
        { Cause: DeliveryCause.Place or DeliveryCause.Protocol } => new ProbeAnswer(ProbeVerdict.WrongPlace, result.Answer),
        { Cause: DeliveryCause.Content } => new ProbeAnswer(ProbeVerdict.Undecided, $"{result.Answer} to a request with nothing in it; the first delivery will tell whether it takes others"),
        _ => new ProbeAnswer(ProbeVerdict.Failed, result.Answer),
    };
}
