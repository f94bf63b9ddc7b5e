// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hooks;

namespace NemoFlow.Folding;

public sealed partial class SessionFold
{
    /// <summary>
    /// Not every agent's hooks tell failure from success, and hardly any tells a refusal: then the model's word counts, whichever comes
    /// first.
    /// </summary>
    private void Judge(ToolState tool, string agent)
    {
        if (_interpreters.Adapter(agent) is not { } adapter)
        {
            return;
        }

        bool failed = tool.Status == CallStatus.Failed;
        if ((failed || tool.Status == CallStatus.Completed) && (tool.ModelResult ?? (failed ? tool.HookResult : null)) is { } result)
        {
            Pass(tool, adapter.Verdict(Sighted(tool), result, failed));
        }

        if (tool is { Nested.Count: > 0, ModelResult: { } told })
        {
            IReadOnlyList<ToolVerdict?> verdicts = adapter.NestedVerdicts([.. tool.Nested.Select(Sighted)], told);
            for (int i = 0; i < verdicts.Count && i < tool.Nested.Count; i++)
            {
                if (tool.Nested[i].Status is CallStatus.Open or CallStatus.Completed or CallStatus.Abandoned)
                {
                    Pass(tool.Nested[i], verdicts[i]);
                    tool.Nested[i].EndedAt ??= verdicts[i] is null ? null : tool.EndedAt;
                }
            }
        }
    }

    private static void Pass(ToolState tool, ToolVerdict? verdict)
    {
        if (verdict is not null)
        {
            tool.Status = verdict.Status;
            tool.StatusText = verdict.Text;
        }
    }

    private static ToolSighting Sighted(ToolState tool) => new()
    {
        ToolName = tool.HookName ?? tool.Name,
        Arguments = tool.Arguments,
        Result = tool.HookResult,
        Started = tool.StartedByHook,
        Ended = tool.EndedByHook,
    };
}
