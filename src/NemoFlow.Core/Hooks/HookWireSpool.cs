// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Hooks;

/// <summary>
/// The form of an event that could not be delivered: a file <c>spool/&lt;unix-ms&gt;-&lt;delivery&gt;.hook</c> under the state folder,
/// whose first line is a JSON envelope and whose rest is the payload, byte for byte.
/// </summary>
public static class HookWireSpool
{
    /// <summary>The version of the form that is written today.</summary>
    public const int Version = 1;

    /// <summary>The folder under the state folder.</summary>
    public const string FolderName = "spool";

    /// <summary>The folder under the spool that takes what cannot be read.</summary>
    public const string BadFolderName = "bad";

    /// <summary>A file under the spool; while it is there, payloads are reduced to ids before they are spooled.</summary>
    public const string IdsOnlyName = "ids-only";

    /// <summary>How the name of a complete file ends.</summary>
    public const string Extension = ".hook";

    /// <summary>How the name of a file ends that is still being written.</summary>
    public const string TemporaryExtension = ".tmp";

    /// <summary>Envelope: <see cref="Version"/>.</summary>
    public const string VersionField = "v";

    /// <summary>Envelope: the agent's name, as in the route.</summary>
    public const string AgentField = "agent";

    /// <summary>Envelope: the delivery id that the attempt carried.</summary>
    public const string DeliveryField = "delivery";

    /// <summary>Envelope: when the hook began, in Unix milliseconds.</summary>
    public const string TimeField = "time_ms";

    /// <summary>Envelope: our headers by lower-case name, without the token.</summary>
    public const string HeadersField = "headers";

    /// <summary>Envelope: true where content was not to be captured and the payload holds only ids; absent otherwise.</summary>
    public const string ContentRemovedField = "content_removed";
}
