// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Text;
using NemoFlow.Storage.Spool;

namespace NemoFlow.Hook.Tests;

/// <summary>A hook client in this process, with an environment, streams and a state folder of its own.</summary>
internal sealed class HookFixture : IDisposable
{
    public static readonly DateTimeOffset Began = DateTimeOffset.FromUnixTimeMilliseconds(1700000000123);

    private readonly MemoryStream _output = new();
    private readonly MemoryStream _error = new();

    public HookFixture()
    {
        Environment["NEMO_FLOW_STATE_DIR"] = Path.Combine(Home, "state");
        Input = new MemoryStream("{}"u8.ToArray());
    }

    public string Home { get; } = Directory.CreateTempSubdirectory("nemo-flow-hook-").FullName;

    public Dictionary<string, string?> Environment { get; } = [];

    public Stream Input { get; set; }

    public TimeSpan Limit { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The programs that were to be started in the background.</summary>
    public List<string[]> Started { get; } = [];

    /// <summary>What starting one does; null fails.</summary>
    public Func<bool>? Starting { get; set; }

    public string SpoolFolder => Path.Combine(Home, "state", "spool");

    public string Output => Encoding.UTF8.GetString(_output.ToArray());

    public string Error => Encoding.UTF8.GetString(_error.ToArray());

    public IReadOnlyList<SpooledHook> Spooled => [.. new SpoolReader(Path.Combine(Home, "state")).Read()];

    /// <summary>A port of this machine where nothing listens.</summary>
    public static string DeadUrl()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    public HookHost Host(Stream? output = null) => new()
    {
        Program = "nemo-flow-hook",
        Input = Input,
        Output = output ?? _output,
        Error = _error,
        Variable = name => Environment.GetValueOrDefault(name),
        Time = new FixedTime(),
        Limit = Limit,
        StartDetached = command =>
        {
            Started.Add(command);
            return Starting?.Invoke() == true;
        },
        StartLimit = TimeSpan.FromSeconds(2),
    };

    public int Run(params string[] args) => HookForward.Run(args, Host());

    public void SetInput(string text) => Input = new MemoryStream(Encoding.UTF8.GetBytes(text));

    public void Dispose() => Directory.Delete(Home, recursive: true);

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Began;
    }
}
