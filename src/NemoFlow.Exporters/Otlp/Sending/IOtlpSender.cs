// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Delivery;

namespace NemoFlow.Exporters.Otlp.Sending;

/// <summary>Carries an export request to a backend.</summary>
internal interface IOtlpSender : IDisposable
{
    /// <summary>Sends one request; <see cref="DeliveryResult.Units"/> is left to the caller.</summary>
    Task<DeliveryResult> SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation);
}
