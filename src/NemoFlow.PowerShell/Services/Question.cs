// SPDX-License-Identifier: Apache-2.0
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace NemoFlow.PowerShell.Services;

/// <summary>A question to the person at the terminal.</summary>
internal static class Question
{
    /// <summary>True for a yes. Where nobody can answer, nothing is asked and the answer is no, as it is where only Enter is pressed.</summary>
    /// <param name="host">The host of the runspace.</param>
    /// <param name="caption">What it is about.</param>
    /// <param name="message">The question.</param>
    /// <param name="yes">The label of a yes, with an ampersand before its key, and what follows from it.</param>
    /// <param name="no">The same of a no.</param>
    public static bool Ask(PSHost host, string caption, string message, (string Label, string Help) yes, (string Label, string Help) no)
    {
        if (!IsSomebodyThere(host))
        {
            return false;
        }

        Collection<ChoiceDescription> choices = [new(yes.Label, yes.Help), new(no.Label, no.Help)];
        try
        {
            return host.UI.PromptForChoice(caption, message, choices, defaultChoice: 1) == 0;
        }
        catch (Exception e) when (e is HostException or PSInvalidOperationException or NotImplementedException or NotSupportedException)
        {
            // A host that was told not to ask (-NonInteractive), or cannot.
            return false;
        }
    }

    /// <summary>Whether there are keys to press: not where input comes from a file or another program, which would be taken for an answer.</summary>
    private static bool IsSomebodyThere(PSHost host)
    {
        if (host.UI?.RawUI is not { } keys)
        {
            return false;
        }

        try
        {
            _ = keys.KeyAvailable;
            return true;
        }
        catch (Exception e) when (e is HostException or InvalidOperationException or NotImplementedException or NotSupportedException)
        {
            return false;
        }
    }
}
