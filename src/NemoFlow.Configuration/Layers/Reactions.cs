// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Nodes;
using NemoFlow.Configuration.Settings;

namespace NemoFlow.Configuration.Layers;

/// <summary>What mistakes lead to, as <c>[policy]</c> says: silence, a warning or an error.</summary>
internal sealed class Reactions(ConfigTable policy, List<string> warnings, ICollection<string>? problems = null)
{
    public void UnknownComponent(string message, bool strict = false) => React("unknown_component", "warn", message, strict);

    public void UnknownField(string message, bool strict) => React("unknown_field", "warn", message, strict);

    public void UnsupportedValue(string message, bool strict) => React("unsupported_value", "error", message, strict);

    public void Warn(string message)
    {
        if (!warnings.Contains(message))
        {
            warnings.Add(message);
        }
    }

    private void React(string kind, string standard, string message, bool strict)
    {
        string reaction = strict ? "error" : (policy[kind] as ConfigScalar)?.Text ?? standard;
        switch (reaction)
        {
            case "error" when problems is not null:
                if (!problems.Contains(message))
                {
                    problems.Add(message);
                }

                break;
            case "error":
                throw new ConfigurationException(message);
            case "warn":
                Warn(message);
                break;
            default:
                break;
        }
    }
}
