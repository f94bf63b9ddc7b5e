// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Hook;

return HookForward.Run(args, new HookHost
{
    Program = "nemo-flow-hook",
    Input = StandardStreams.Input,
    Output = StandardStreams.Output,
    Error = StandardStreams.Error,
    Variable = Environment.GetEnvironmentVariable,
});
