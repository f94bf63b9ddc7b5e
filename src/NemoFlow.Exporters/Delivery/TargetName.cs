// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;

namespace NemoFlow.Exporters.Delivery;

/// <summary>Names for targets that have none: the same for the same place, so that what has arrived there is known in the next run.</summary>
internal static class TargetName
{
    public static string Of(string kind, string place) => kind + "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)).AsSpan(0, 4));
}
