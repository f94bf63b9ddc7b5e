// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Folding;

public sealed partial class SessionFold
{
    /// <summary>Adds the cost where the provider does not tell it: by the model that answered, else by the one asked for.</summary>
    private void Price(LlmCallState call)
    {
        if (call.Usage is not { CostUsd: null } usage)
        {
            return;
        }

        CostSplit? cost = _interpreters.Prices.Split(call.Api, [call.Response?.Model, call.Model, call.Request?.Model], usage, call.Response?.Body, call.StartedAt);
        if (cost is not null)
        {
            call.Usage = usage with { CostUsd = cost.Prompt + cost.Completion, CostEstimated = true, CostSplit = cost };
        }
    }
}
