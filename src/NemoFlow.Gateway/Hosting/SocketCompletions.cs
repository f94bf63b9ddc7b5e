// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Gateway.Hosting;

/// <summary>
/// Lets the runtime continue after a socket operation on the thread that saw it complete, instead of waking another one: two changes of
/// thread less for each step of a call. The runtime reads this once, with the first socket of the process, from a variable.
/// </summary>
/// <remarks>
/// A continuation that blocks would hold up other connections, so this is only for processes whose every continuation is ours. The
/// variable is taken back at once: what the process starts later must not inherit it.
/// </remarks>
internal static class SocketCompletions
{
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>From here until the result is disposed of, a first socket turns it on. A choice that the user made stays.</summary>
    public static IDisposable? Inline()
    {
        if (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable(Variable) is not null)
        {
            return null;
        }

        Environment.SetEnvironmentVariable(Variable, "1");
        return new Taken();
    }

    private sealed class Taken : IDisposable
    {
        public void Dispose() => Environment.SetEnvironmentVariable(Variable, null);
    }
}
