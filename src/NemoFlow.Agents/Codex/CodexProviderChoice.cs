// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Configuration.Toml;

namespace NemoFlow.Agents.Codex;

/// <summary>The model provider that the user chose, by arguments, profile or configuration file.</summary>
internal sealed record CodexProviderChoice
{
    /// <summary>Codex's own provider.</summary>
    public const string BuiltIn = "openai";

    /// <summary>The name under which Codex sees the gateway.</summary>
    public const string Alias = "nemo-flow-openai";

    /// <summary>The provider's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its base URL; null where it is the built-in provider with its default.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>True where the provider is defined by arguments rather than in a file.</summary>
    public bool FromArguments { get; init; }

    /// <summary>True where its traffic can be led through the gateway.</summary>
    public bool CanRoute => BaseUrl is null ? Id == BuiltIn : Uri.TryCreate(BaseUrl, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    /// <summary>Finds the choice.</summary>
    /// <param name="line">The arguments.</param>
    /// <param name="configuration">The configuration file.</param>
    /// <param name="profileFile">The file of the chosen profile, which newer versions of Codex lay over the configuration file.</param>
    public static CodexProviderChoice Find(CodexCommandLine line, TomlTable? configuration, TomlTable? profileFile)
    {
        string? profile = line.Profile ?? line.Text("profile") ?? configuration?.TryGetString("profile");
        string? InFiles(params string[] path) => profileFile?.TryGetString(path) ?? configuration?.TryGetString(path);
        string id = line.Text("model_provider")
            ?? profileFile?.TryGetString("model_provider")
            ?? (profile is null ? null : line.Text("profiles", profile, "model_provider") ?? configuration?.TryGetString("profiles", profile, "model_provider"))
            ?? configuration?.TryGetString("model_provider")
            ?? BuiltIn;
        if (line.LocalProvider)
        {
            return new CodexProviderChoice { Id = "oss" };
        }

        if (id is BuiltIn or Alias)
        {
            // A configuration that was written for the standalone gateway names the alias: behind it is the built-in provider.
            return new CodexProviderChoice { Id = BuiltIn, BaseUrl = line.Text("openai_base_url") ?? InFiles("openai_base_url") };
        }

        string? fromArguments = line.Text("model_providers", id, "base_url") ?? FromInlineTable(line, id);
        return new CodexProviderChoice
        {
            Id = id,
            BaseUrl = fromArguments ?? InFiles("model_providers", id, "base_url"),
            FromArguments = fromArguments is not null,
        };
    }

    private static string? FromInlineTable(CodexCommandLine line, string id)
    {
        if (line.Text("model_providers", id) is not { } text)
        {
            return null;
        }

        try
        {
            return TomlValue.ParseInline(text) is TomlTable table ? table.TryGetString("base_url") : null;
        }
        catch (TomlException)
        {
            return null;
        }
    }
}
