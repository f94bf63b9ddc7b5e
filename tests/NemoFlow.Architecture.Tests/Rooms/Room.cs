// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Architecture.Tests.Rooms;

/// <summary>A project as it is on the map: what it may reference, and nothing else.</summary>
/// <param name="Name">The project's name, which is its folder's name.</param>
/// <param name="Rooms">The projects it references.</param>
/// <param name="Packages">The packages it references.</param>
/// <param name="UsesAspNetCore">True where it may name ASP.NET Core.</param>
/// <param name="Optional">True for a room that a checkout may lack.</param>
internal sealed record Room(
    string Name,
    IReadOnlyList<string> Rooms,
    IReadOnlyList<string> Packages,
    bool UsesAspNetCore = false,
    bool Optional = false);
