// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Folding;

/// <summary>The hooks of one tool call that were seen, of an agent that tells of it with an id and again without one.</summary>
[Flags]
internal enum HookSightings
{
    None = 0,
    StartWithId = 1,
    EndWithId = 2,
    StartBare = 4,
    EndBare = 8,
    WithId = StartWithId | EndWithId,
    Bare = StartBare | EndBare,
}
