// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Engine.Routing;

namespace NemoFlow.Engine.Capture;

/// <summary>A model call whose request is recorded.</summary>
/// <param name="Id">Joins the request to its response.</param>
/// <param name="Route">Its session.</param>
/// <param name="Head">The request's head.</param>
public sealed record RecordedCall(string Id, SessionRoute Route, CallHead Head);
