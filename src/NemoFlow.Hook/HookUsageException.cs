// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hook;

/// <summary>The command line, or a variable that stands for part of it, cannot be used. The message says which and how.</summary>
internal sealed class HookUsageException(string message) : Exception(message);
