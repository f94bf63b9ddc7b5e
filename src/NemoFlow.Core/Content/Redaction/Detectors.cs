// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Content.Redaction;

/// <summary>What can be looked for by name.</summary>
public static class Detectors
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "email", "phone", "api_key", "ip_address", "ipv6", "url", "uuid", "bearer_token", "jwt", "credit_card", "aws_access_key_id",
        "aws_secret_access_key", "gcp_api_key", "azure_storage_account_key",
    ];
}
