// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.SpecCases.Tests.Support;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Cases;

internal static class CliCases
{
    [RunsCase("G06")]
    public static async Task ExitCodeAsync(CaseContext c)
    {
        using CliProcess cli = new();
        string file = Path.Combine(cli.Folder, "url");
        int code = (int)c.Out("exit").GetInt64();
        c.Contains("exits " + code, c.In("agent").GetString()!, "agent");
        string script = cli.Script("agent", $"printf %s \"$NEMO_FLOW_GATEWAY_URL\" > '{file}'\nexit {code}");
        (int exit, _, _) = await cli.RunAsync(c.Input.ItemsAt("argv").Select(a => a.GetString()!.Replace("<script>", script, StringComparison.Ordinal)));
        string url = await File.ReadAllTextAsync(file, SpecGateway.Stop);
        c.Same(code, exit, "exit");
        c.True(url.StartsWith(c.Out("url_prefix").GetString()!, StringComparison.Ordinal) && !url.EndsWith(c.Out("url_not_suffix").GetString()!, StringComparison.Ordinal), "url: " + url);
    }

    [RunsCase("G07")]
    public static async Task DryRunAsync(CaseContext c)
    {
        using CliProcess cli = new();
        (int exit, string output, _) = await cli.RunAsync(Words(c.In("argv")));
        c.Same((int)c.Out("exit").GetInt64(), exit, "exit");
        c.Contains("argv = " + c.In("argv")[5].GetString(), output, "output");
    }

    /// <summary>A project's file has no say in where requests go, so what it names is ignored with a warning; the environment wins over the user's file.</summary>
    [RunsCase("G09")]
    public static async Task LayersAsync(CaseContext c)
    {
        using CliProcess cli = new();
        await File.WriteAllTextAsync(
            Path.Combine(cli.ConfigFolder, "config.toml"),
            "[upstream]\nopenai_base_url = \"http://user-openai\"\nanthropic_base_url = \"http://user-anthropic\"\n[agents.codex]\ncommand = \"codex --full-auto\"\n",
            SpecGateway.Stop);
        string project = Directory.CreateDirectory(Path.Combine(cli.Folder, "project", ".nemo-flow")).FullName;
        string nested = Directory.CreateDirectory(Path.Combine(cli.Folder, "project", "nested")).FullName;
        c.Contains("http://project-openai", c.In("project_file").GetString()!, "input");
        await File.WriteAllTextAsync(Path.Combine(project, "config.toml"), "[upstream]\nopenai_base_url = \"http://project-openai\"\n", SpecGateway.Stop);
        (_, string lower, string warnings) = await cli.RunAsync(["run", "--agent", "codex", "--dry-run"], folder: nested);
        c.Contains("anthropic_base_url = http://user-anthropic", lower, "the user's file");
        c.Lacks("http://project-openai", lower, "the project's file");
        c.Contains("openai_base_url", warnings, "warning");
        foreach (JsonProperty variable in c.In("env").EnumerateObject())
        {
            cli.Environment[variable.Name] = variable.Value.GetString()!;
        }

        (int exit, string output, _) = await cli.RunAsync(["run", "--agent", "codex", "--dry-run"], folder: nested);
        c.Same(0, exit, "exit");
        foreach (string line in c.Expect.ItemsAt("stdout_contains").Select(l => l.GetString()!))
        {
            c.Contains(line, output, "output");
        }

        c.Contains("--full-auto", output, "the user's command");
    }

    /// <summary>Agents have a default program, as from 0.2 on: a missing one is what is said of cursor.</summary>
    [RunsCase("G10")]
    public static async Task ErrorsAsync(CaseContext c)
    {
        c.Contains("default binary", c.Out("messages")[2].GetString()!, "expectation");
        string[] messages = [c.Out("messages")[0].GetString()!, c.Out("messages")[1].GetString()!, "cursor-agent was not found on PATH"];
        using CliProcess cli = new();
        foreach ((JsonElement run, string message) in c.Input.ItemsAt("runs").Zip(messages))
        {
            (int exit, _, string error) = await cli.RunAsync(Words(run));
            c.Same((int)c.Out("exit").GetInt64(), exit, "exit");
            c.Contains(message, error, "error");
        }
    }

    [RunsCase("G12")]
    public static async Task MissingConfigAsync(CaseContext c)
    {
        using CliProcess cli = new();
        (int exit, _, string error) = await cli.RunAsync(Words(c.In("argv")));
        c.True(c.Out("exit").GetString() == "nonzero" && exit != 0, "exit");
        foreach (JsonElement part in c.Expect.ItemsAt("stderr_contains"))
        {
            c.Contains(part.GetString()!, error, "error");
        }
    }

    /// <summary>Our behaviour: as every wrong setting, it ends with 2.</summary>
    [RunsCase("G15")]
    public static async Task OldSectionsAsync(CaseContext c)
    {
        c.Contains("points to plugins.toml", c.Out("stderr").GetString()!, "expectation");
        foreach (string section in c.In("toml").GetString()!.Split(" / "))
        {
            using CliProcess cli = new();
            await File.WriteAllTextAsync(Path.Combine(cli.ConfigFolder, "config.toml"), section + "\nkey = 1\n", SpecGateway.Stop);
            (int exit, _, string error) = await cli.RunAsync(["run", "--agent", "codex", "--dry-run"]);
            c.Same(2, exit, "exit");
            c.Contains(section.Trim('[', ']').Split('.')[0], error, "section");
            c.Contains("plugins.toml", error, "remedy");
        }
    }

    /// <summary>Our behaviour: the gateway lives in the launcher's process, so it cannot die alone; that it cannot start is said, and nothing is started.</summary>
    [RunsCase("L10")]
    public static async Task StartFailureAsync(CaseContext c)
    {
        c.Contains("real startup error", c.Out("error").GetString()!, "expectation");
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using CliProcess cli = new();
        string file = Path.Combine(cli.Folder, "started");
        cli.Environment["NEMO_FLOW_GATEWAY_BIND"] = "127.0.0.1:" + port;
        (int exit, _, string error) = await cli.RunAsync(["run", "--agent", "codex", "--", cli.Script("agent", $"touch '{file}'")]);
        c.Same(1, exit, "exit");
        c.Contains($"Port {port}", error, "error");
        c.Same(false, File.Exists(file), "agent started");
    }

    [RunsCase("L12")]
    public static async Task SecretsAsync(CaseContext c)
    {
        using CliProcess cli = new();
        string file = Path.Combine(cli.Folder, "seen");
        string codex = cli.Script("codex", $"if [ \"$1\" = --version ]; then echo codex-cli 0.169.0; exit 0; fi\nprintf '%s\\n' \"$NEMO_FLOW_GATEWAY_TOKEN\" \"$*\" > '{file}'");
        (int exit, string output, _) = await cli.RunAsync(["run", .. c.In("run").GetString()!.Split(' '), "--", codex]);
        c.Same(0, exit, "exit of the dry run");
        c.Contains($"env.NEMO_FLOW_GATEWAY_TOKEN = <{c.Out("env_printed_as").GetString()}>", output, "dry run");

        (_, output, string error) = await cli.RunAsync(["run", "--print", "--", codex]);
        string[] seen = await File.ReadAllLinesAsync(file, SpecGateway.Stop);
        c.Same("per-run token", c.Out("argv_lacks").GetString(), "expectation");
        c.True(seen[0].Length >= 32, "the agent has a token");
        c.Lacks(seen[0], string.Join('\n', seen.Skip(1)), "arguments");
        c.Lacks(seen[0], output + error, "what is printed");
    }

    private static IEnumerable<string> Words(JsonElement words) => words.EnumerateArray().Select(w => w.GetString()!);
}
