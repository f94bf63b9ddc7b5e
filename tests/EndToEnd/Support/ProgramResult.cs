// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.EndToEnd.Support;

/// <summary>What became of a program.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error);
