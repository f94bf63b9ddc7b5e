// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Rehearsal.Script;

/// <summary>The names that scenarios give the APIs.</summary>
internal static class ApiNames
{
    public const string Responses = "responses";
    public const string Messages = "messages";
    public const string Chat = "chat";
}
