// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using NemoFlow.Exporters.Delivery;

namespace NemoFlow.Exporters.Destinations;

/// <summary>What a store's answer to a look at a bucket means.</summary>
internal static partial class S3Answer
{
    public static ProbeAnswer Judge(HttpResponseMessage response, byte[] body, AtifS3Options options)
    {
        int status = (int)response.StatusCode;
        string code = Code().Match(Encoding.UTF8.GetString(body)).Groups["code"].Value;
        string told = string.Create(CultureInfo.InvariantCulture, $"answered {status}{(code.Length > 0 ? " " + code : "")}");
        string? region = response.Headers.TryGetValues("x-amz-bucket-region", out IEnumerable<string>? regions) ? regions.FirstOrDefault() : null;
        if (response.IsSuccessStatusCode)
        {
            return new ProbeAnswer(ProbeVerdict.Accepted, $"the bucket {options.Bucket} is there, and the keys may look at it");
        }

        if (code is "AuthorizationHeaderMalformed" or "PermanentRedirect" || status is >= 300 and < 400 || (region is not null && region != options.Region))
        {
            return new ProbeAnswer(ProbeVerdict.WrongPlace, $"{told}: the bucket {options.Bucket} is not in {options.Region}") { Advice = region is null ? "the region of the bucket" : $"region = \"{region}\"" };
        }

        return (code, response.StatusCode) switch
        {
            ("RequestTimeTooSkewed", _) => new ProbeAnswer(ProbeVerdict.Failed, told + ": the clock of this machine is wrong"),
            ("AccessDenied", _) => new ProbeAnswer(ProbeVerdict.Undecided, $"the keys are known but may not look at the bucket {options.Bucket}: the first delivery will tell whether they may write"),
            (_, HttpStatusCode.NotFound) => new ProbeAnswer(ProbeVerdict.WrongPlace, $"{told}: there is no bucket {options.Bucket}") { Advice = "the bucket's name and the endpoint" },
            (_, HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) => new ProbeAnswer(ProbeVerdict.CredentialRefused, told),
            ("InvalidAccessKeyId" or "SignatureDoesNotMatch" or "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired", _) => new ProbeAnswer(ProbeVerdict.CredentialRefused, told),
            (_, HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout) => new ProbeAnswer(ProbeVerdict.Failed, told),
            _ => new ProbeAnswer(ProbeVerdict.Undecided, $"it {told} to a look at the bucket: the first delivery will tell"),
        };
    }

    [GeneratedRegex("<Code>(?<code>[A-Za-z]{1,64})</Code>")]
    private static partial Regex Code();
}
