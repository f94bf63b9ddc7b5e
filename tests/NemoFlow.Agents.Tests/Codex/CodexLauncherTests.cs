// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Agents.Codex;
using NemoFlow.Agents.Common;

namespace NemoFlow.Agents.Tests.Codex;

public sealed class CodexLauncherTests
{
    private const string Gateway = "http://127.0.0.1:1234";

    [Fact]
    public void Plan_PlainCommand_PutsOverridesBehindTheExecutable()
    {
        LaunchPlan plan = Plan(["codex", "exec", "fix it"]);

        Assert.Equal(("codex", "-c", "features.hooks=true"), (plan.Command[0], plan.Command[1], plan.Command[2]));
        Assert.Equal(["exec", "fix it"], plan.Command.TakeLast(2));
        Assert.Contains("model_provider=\"nemo-flow-openai\"", plan.Command);
        Assert.Contains("features.enable_request_compression=false", plan.Command);
        string alias = Assert.Single(plan.Command, a => a.StartsWith("model_providers.nemo-flow-openai=", StringComparison.Ordinal));
        Assert.All((string[])["base_url = \"http://127.0.0.1:1234\"", "requires_openai_auth = true", "supports_websockets = false", "name = \"NeMo Flow OpenAI\""], part => Assert.Contains(part.Replace(" ", "", StringComparison.Ordinal), alias.Replace(" = ", "=", StringComparison.Ordinal).Replace("NeMo Flow OpenAI", "NeMoFlowOpenAI", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.True(plan is { CapturesHooks: true, CapturesModels: true, Problem: null, OpenAIUpstream: null });
    }

    [Theory]
    [InlineData(0, "codex", "-C", "/home/me/codex", "exec")]
    [InlineData(0, "/opt/bin/codex", "codex")]
    [InlineData(1, "npx", "codex", "exec", "codex")]
    [InlineData(2, "npx", "-y", "@openai/codex", "exec")]
    [InlineData(1, "node", "/usr/lib/node_modules/@openai/codex/bin/codex.js", "exec")]
    [InlineData(2, "env", "CODEX_HOME=/home/me/codex", "codex", "exec")]
    [InlineData(3, "wrapper", "codex", "subcommand", "/opt/bin/codex", "--resume")]
    [InlineData(0, "C:\\tools\\codex.exe", "exec")]
    public void Plan_Wrappers_InsertBehindCodexItself(int executable, params string[] command)
    {
        LaunchPlan plan = Plan(command);

        Assert.Equal(command[..(executable + 1)], plan.Command.Take(executable + 1));
        Assert.Equal("-c", plan.Command[executable + 1]);
        Assert.Equal(command[(executable + 1)..], plan.Command.TakeLast(command.Length - executable - 1));
    }

    [Fact]
    public void Plan_AnotherCommand_IsLeftAsItIs()
    {
        LaunchPlan plan = Plan(["make", "test"]);

        Assert.Equal(["make", "test"], plan.Command);
        Assert.True(plan is { CapturesHooks: false, CapturesModels: false });
    }

    [Theory]
    [InlineData(null, Gateway, null, new string[0])]
    [InlineData("openai_base_url = \"https://eu.api.openai.com/v1\"", Gateway, "https://eu.api.openai.com/v1", new string[0])]
    [InlineData("model_provider = \"nemo-flow-openai\"", Gateway, null, new string[0])]
    [InlineData(null, Gateway, "http://other/v1", new[] { "-c", "openai_base_url=\"http://other/v1\"" })]
    [InlineData("model_provider = \"azure\"\n[model_providers.azure]\nbase_url = \"https://x.azure.com/openai\"\nenv_key = \"K\"", "azure", "https://x.azure.com/openai", new string[0])]
    [InlineData("[model_providers.mine]\nbase_url = \"http://localhost:1\"", "mine", "http://localhost:1/", new[] { "-c", "model_provider=mine" })]
    [InlineData(null, "mine", "http://localhost:1/", new[] { "--config=model_provider=\"mine\"", "-cmodel_providers.mine={base_url=\"http://localhost:1\"}" })]
    [InlineData("[profiles.p]\nmodel_provider = \"mine\"\n[model_providers.mine]\nbase_url = \"http://localhost:1\"", "mine", "http://localhost:1/", new[] { "-p", "p" })]
    [InlineData("profile = \"p\"\n[profiles.p]\nmodel_provider = \"mine\"\n[model_providers.mine]\nbase_url = \"http://localhost:1\"", "mine", "http://localhost:1/", new string[0])]
    [InlineData("[profiles.p]\nmodel_provider = \"mine\"", Gateway, null, new[] { "exec", "--", "-p", "p" })]
    [InlineData(null, null, null, new[] { "--oss" })]
    [InlineData("model_provider = \"ollama\"", null, null, new string[0])]
    [InlineData("model_provider = \"mine\"\n[model_providers.mine]\nbase_url = \"localhost:1234/v1\"", null, null, new string[0])]
    public void Plan_ProviderTheUserChose_IsKept(string? configuration, string? routed, string? upstream, string[] arguments)
    {
        LaunchPlan plan = Plan(["codex", .. arguments], configuration);

        Assert.Null(plan.Problem);
        Assert.Equal(routed is not null, plan.CapturesModels);
        Assert.Equal(upstream, plan.OpenAIUpstream?.AbsoluteUri);
        Assert.Equal(routed == Gateway, plan.Command.Contains("model_provider=\"nemo-flow-openai\""));
        Assert.Equal(routed is not null and not Gateway, plan.Command.Contains($"model_providers.{routed}.base_url=\"{Gateway}\""));
    }

    [Fact]
    public void Plan_ProviderFromArguments_IsRedirectedBehindThemAndBeforeThePrompt()
    {
        LaunchPlan plan = Plan(["codex", "exec", "-c", "model_provider=\"openai\"", "--", "-c", "model_provider=x"]);

        List<string> command = [.. plan.Command];
        int own = command.IndexOf("model_provider=\"openai\"");
        int ours = command.LastIndexOf("model_provider=\"nemo-flow-openai\"");
        Assert.True(own < ours && ours < command.IndexOf("--"));
        Assert.Equal(["--", "-c", "model_provider=x"], command.TakeLast(3));
    }

    [Theory]
    [InlineData("0.128.9", -1)]
    [InlineData("0.129.0", 10)]
    [InlineData("0.145.0", 11)]
    [InlineData("0.169.0", 14)]
    [InlineData(null, 14)]
    public void Plan_Version_DecidesTheHooks(string? version, int hooks)
    {
        LaunchPlan plan = Plan(["codex"], version: version);

        Assert.Equal(hooks < 0, plan.Problem?.Contains("too old", StringComparison.Ordinal) == true);
        Assert.Equal(Math.Max(hooks, 0), plan.Command.Count(a => a.StartsWith("hooks.", StringComparison.Ordinal) && !a.StartsWith("hooks.state=", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("-c", "hooks.Stop=[]")]
    [InlineData("-c", "hooks={}")]
    [InlineData("--disable", "hooks")]
    [InlineData("--disable=hooks")]
    [InlineData("-c", "features.hooks=false")]
    [InlineData("-c", "model_providers.nemo-flow-openai.base_url=\"x\"")]
    public void Plan_ArgumentsThatClash_AreRefusedWithTheRemedy(params string[] arguments) => Assert.Contains(":", Plan(["codex", .. arguments]).Problem, StringComparison.Ordinal);

    [Fact]
    public void Plan_ConfigurationThatIsNoToml_IsRefused() => Assert.Contains("config.toml", Plan(["codex"], "model = ").Problem, StringComparison.Ordinal);

    [Fact]
    public void Plan_Secrets_NeverStandInArguments()
    {
        LaunchPlan plan = Plan(["codex"], """
            model_provider = "mine"
            [model_providers.mine]
            base_url = "http://localhost:1"
            experimental_bearer_token = "s3cret"
            http_headers = { Authorization = "s3cret" }
            query_params = { key = "s3cret" }
            """);

        Assert.DoesNotContain(plan.Command.Concat(plan.Notes), a => a.Contains("s3cret", StringComparison.Ordinal) || a.Contains("the-token", StringComparison.Ordinal));
    }

    [Fact]
    public void Hash_KnownHook_IsTheOneCodexComputes()
    {
        Assert.Equal("sha256:83a9834ee494ffbd4acc85377c579d2c954f9797a9b8832924a326a6a44b0660", CodexHookTrust.Hash("UserPromptSubmit", "echo relay-probe", 30));
        Assert.Equal("/<session-flags>/config.toml:user_prompt_submit:0:0", CodexHookTrust.Key("UserPromptSubmit"));
        Assert.NotEqual(CodexHookTrust.Hash("Stop", "x", 30), CodexHookTrust.Hash("Stop", "x", 30, "*"));
    }

    [Theory]
    [InlineData("plain/arg-1", "plain/arg-1", "plain/arg-1")]
    [InlineData("needs space", "'needs space'", "'needs space'")]
    [InlineData("can't", "'can'\\''t'", "'can''t'")]
    [InlineData("", "''", "''")]
    [InlineData("$HOME`x`", "'$HOME`x`'", "'$HOME`x`'")]
    public void Quote_Word_IsOneWordForTheShell(string word, string posix, string powerShell)
    {
        Assert.Equal((posix, powerShell), (ShellQuote.Posix(word), ShellQuote.PowerShell(word)));
        Assert.Equal("& 'C:\\a b\\hook.exe' codex", ShellQuote.Command(["C:\\a b\\hook.exe", "codex"], windows: true));
    }

    [Theory]
    [InlineData("allow_managed_hooks_only = true", null, true, "model calls are recorded, and turns by Codex's notify: ")]
    [InlineData("[features]\nhooks = false", null, true, "model calls are recorded, and turns by Codex's notify: ")]
    [InlineData("allow_managed_hooks_only = true", "model_provider = \"amazon-bedrock\"", false, "only turns are recorded, by Codex's notify: ")]
    [InlineData("allow_managed_hooks_only = true", "notify = [\"/s/bin/nemo-flow-hook\", \"codex\", \"--installed\", \"--notify\"]", true, "model calls are recorded, and turns by Codex's notify: ")]
    public void Plan_AdministratorLocksHooks_BringsTheNoticeInsteadAndSaysWhatIsRecorded(string requirements, string? configuration, bool routed, string said)
    {
        LaunchPlan plan = Plan(["codex", "exec"], configuration, requirements: requirements);

        Assert.DoesNotContain(plan.Command, a => a.StartsWith("hooks.", StringComparison.Ordinal) || a.StartsWith("features.hooks", StringComparison.Ordinal));
        Assert.Contains("notify=[\"/opt/my tools/nemo-flow-hook\", \"codex\", \"--notify\"]", plan.Command);
        Assert.Equal((false, routed, true, true), (plan.CapturesHooks, plan.CapturesModels, plan.BringsHooks, plan.NoticesTurns));
        string note = Assert.Single(plan.Notes, n => n.StartsWith(said, StringComparison.Ordinal));
        Assert.Contains(CodexFiles.Requirements, note, StringComparison.Ordinal);
        Assert.EndsWith("Ask them to add NemoFlow's hooks there.", note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notify = [\"terminal-notifier\"]", null, null, null, true, "only model calls are recorded: ")]
    [InlineData("notify = [\"terminal-notifier\"]\nmodel_provider = \"amazon-bedrock\"", null, null, null, false, "nothing is recorded: ")]
    [InlineData(null, "notify = [\"terminal-notifier\"]", null, null, true, "only model calls are recorded: ")]
    [InlineData("notify = [\"/s/bin/nemo-flow-hook\", \"codex\", \"--installed\", \"--notify\"]", "notify = [\"terminal-notifier\"]", null, null, true, "only model calls are recorded: ")]
    [InlineData(null, null, "notify=[\"terminal-notifier\"]", null, true, "only model calls are recorded: ")]
    [InlineData(null, null, null, "notify = [\"terminal-notifier\"]", true, "only model calls are recorded: ")]
    public void Plan_HooksAreLockedAndTheUserHasANotifyProgram_LeavesItAndSaysSo(string? configuration, string? profile, string? argument, string? system, bool routed, string said)
    {
        string[] command = ["codex", "--profile", "work", .. argument is null ? (string[])[] : ["-c", argument], "exec"];

        LaunchPlan plan = CodexLauncher.Plan(Input(command, configuration) with
        {
            BesideConfiguration = name => name == "work.config.toml" ? profile : null,
            ReadFile = path => path == CodexFiles.Requirements ? "allow_managed_hooks_only = true" : path == CodexFiles.System ? system : null,
        });

        Assert.Equal(argument is null ? 0 : 1, plan.Command.Count(a => a.StartsWith("notify=", StringComparison.Ordinal)));
        Assert.Equal((false, routed, routed, false), (plan.CapturesHooks, plan.CapturesModels, plan.BringsHooks, plan.NoticesTurns));
        string note = Assert.Single(plan.Notes, n => n.StartsWith(said, StringComparison.Ordinal));
        Assert.EndsWith("Your own notify program is kept, and Codex starts only one: turns are not told.", note, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_HooksMayRun_LeavesNotifyAlone() =>
        Assert.DoesNotContain(Plan(["codex", "exec"]).Command, a => a.StartsWith("notify", StringComparison.Ordinal));

    [Theory]
    [InlineData("allow_managed_hooks_only = false\n[features]\nhooks = true")]
    [InlineData("this is no TOML")]
    public void Plan_RequirementsWithoutALock_BringsHooks(string requirements) =>
        Assert.True(Plan(["codex", "exec"], requirements: requirements) is { CapturesHooks: true, BringsHooks: true });

    private static LaunchPlan Plan(string[] command, string? configuration = null, string? version = "0.169.0", string? requirements = null) =>
        CodexLauncher.Plan(Input(command, configuration, version) with { ReadFile = path => path == CodexFiles.Requirements ? requirements : null });

    private static LaunchInput Input(string[] command, string? configuration, string? version = "0.169.0") => new()
    {
        Command = command,
        GatewayUrl = Gateway,
        HookCommand = "/bin/nemo-flow-hook",
        HookClient = ["/opt/my tools/nemo-flow-hook"],
        AgentVersion = version is null ? null : Version.Parse(version),
        AgentConfiguration = configuration,
        AgentConfigurationPath = "config.toml",
        Environment = name => name == "NEMO_FLOW_GATEWAY_TOKEN" ? "the-token" : null,
    };
}
