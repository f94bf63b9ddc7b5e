// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;

namespace NemoFlow.Correlation;

/// <summary>A hint that waits for the model call it speaks of.</summary>
internal sealed record PendingHint(OwnerHint Hint, DateTimeOffset Time, string EventName);
