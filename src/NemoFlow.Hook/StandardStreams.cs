// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hook;

/// <summary>The byte streams of this process.</summary>
internal static class StandardStreams
{
    public static Stream Input => Open(0, forReading: true);

    public static Stream Output => Open(1, forReading: false);

    public static Stream Error => Open(2, forReading: false);

    private static Stream Open(int descriptor, bool forReading)
    {
        if (!OperatingSystem.IsWindows())
        {
            return new DescriptorStream(descriptor, forReading);
        }

        // The console is banned because it belongs to a command line: this is one, and only the raw bytes are used. On Windows it
        // costs nothing more than the handle.
#pragma warning disable RS0030
        return descriptor switch
        {
            0 => Console.OpenStandardInput(),
            1 => Console.OpenStandardOutput(),
            _ => Console.OpenStandardError(),
        };
#pragma warning restore RS0030
    }
}
