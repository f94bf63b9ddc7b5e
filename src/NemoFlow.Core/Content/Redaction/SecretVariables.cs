// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Content.Redaction;

/// <summary>Finds the environment variables that hold secrets, by their names: agents print their environment.</summary>
public static class SecretVariables
{
    private static readonly string[] Words = ["KEY", "APIKEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL", "CREDENTIALS", "PAT", "AUTH"];

    /// <summary>The values to be kept out of what is recorded: no paths, no sentences.</summary>
    public static IEnumerable<string> Values(IEnumerable<KeyValuePair<string, string>> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return environment.Where(v => IsSecret(v.Key) && LooksSecret(v.Value)).Select(v => v.Value.Trim());
    }

    private static bool IsSecret(string name) => name.Split('_').Any(part => Words.Contains(part, StringComparer.OrdinalIgnoreCase));

    private static bool LooksSecret(string value) =>
        value.Length >= 12 && !value.Trim().Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) && !value.StartsWith('/') && !value.Contains(":\\", StringComparison.Ordinal)
        && !value.Contains("://", StringComparison.Ordinal) && value.Distinct().Count() > 4;
}
