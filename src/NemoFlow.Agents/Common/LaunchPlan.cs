// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Agents.Common;

/// <summary>How an agent is started so that its hooks and model traffic reach the gateway.</summary>
public sealed record LaunchPlan
{
    /// <summary>Executable and arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Variables to add to the environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the gateway must forward to instead of its own setting; null leaves that as it is.</summary>
    public Uri? OpenAIUpstream { get; init; }

    /// <summary>The same for Anthropic's API.</summary>
    public Uri? AnthropicUpstream { get; init; }

    /// <summary>Files that only this run needs, by full path: written for the owner alone before the agent starts, gone when it has ended.</summary>
    public IReadOnlyDictionary<string, string> PrivateFiles { get; init; } = new Dictionary<string, string>();

    /// <summary>The command as it may be shown; null where it holds nothing that must not be.</summary>
    public IReadOnlyList<string>? ShownCommand { get; init; }

    /// <summary>Variables of <see cref="Environment"/> whose values must not be shown.</summary>
    public IReadOnlyCollection<string> SecretVariables { get; init; } = [];

    /// <summary>What to do where no hook arrives.</summary>
    public string? HooksRemedy { get; init; }

    /// <summary>What to do where no model call arrives.</summary>
    public string? ModelsRemedy { get; init; }

    /// <summary>False where the agent's model traffic does not come through the gateway.</summary>
    public bool CapturesModels { get; init; } = true;

    /// <summary>False where no hooks were put in.</summary>
    public bool CapturesHooks { get; init; } = true;

    /// <summary>True where turns are told by a notice at their end that the agent does not wait for: it may arrive after the agent is gone.</summary>
    public bool NoticesTurns { get; init; }

    /// <summary>The file of the agent's that gets hooks for the time of the run; null where they come another way.</summary>
    public HookFilePatch? HookFile { get; init; }

    /// <summary>False where the hooks are those that the user has installed: they report to whatever gateway the environment names.</summary>
    public bool BringsHooks { get; init; } = true;

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Why there is no plan: one line that says what and what to do; null where the plan is good.</summary>
    public string? Problem { get; init; }

    /// <summary>A plan that could not be made.</summary>
    public static LaunchPlan Impossible(string problem) => new() { Command = [], Problem = problem };
}
