// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Storage.Journal;

namespace NemoFlow.Engine.Pump;

internal readonly record struct PumpItem(JournalEntry Entry, TaskCompletionSource<bool>? Acknowledged);
