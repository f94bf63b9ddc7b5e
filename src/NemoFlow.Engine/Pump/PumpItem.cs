// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Storage.Journal;

namespace NemoFlow.Engine.Pump;

/// <param name="Entry">What to write; null only waits for what was queued before.</param>
/// <param name="Acknowledged">Told when it is written.</param>
internal readonly record struct PumpItem(JournalEntry? Entry, TaskCompletionSource<bool>? Acknowledged);
