// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;

namespace NemoFlow.Exporters.Delivery;

/// <summary>
/// Asks a server with <c>OPTIONS</c>, which by its definition changes nothing, whether it would take a <c>POST</c>. Many servers answer it
/// without looking at the credential or the path, so that only clear answers count.
/// </summary>
internal static class OptionsProbe
{
    public static async Task<ProbeAnswer> AskAsync(HttpTarget server, Uri url, ExporterHeaders headers, CancellationToken cancellation)
    {
        if (headers.Problem is { } problem)
        {
            return new ProbeAnswer(ProbeVerdict.Failed, problem);
        }

        HttpRequestMessage request = new(HttpMethod.Options, url);
        headers.AddTo(request);
        return await server.AskAsync(request, (response, _) => Judge(response, headers.Any), cancellation).ConfigureAwait(false);
    }

    private static ProbeAnswer Judge(HttpResponseMessage response, bool hasCredential)
    {
        int status = (int)response.StatusCode;
        string told = string.Create(CultureInfo.InvariantCulture, $"answered {status}");
        ICollection<string> allowed = response.Content.Headers.Allow;
        bool takes = allowed.Contains("POST", StringComparer.OrdinalIgnoreCase) || allowed.Contains("*");
        switch (response.StatusCode)
        {
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                return new ProbeAnswer(ProbeVerdict.CredentialRefused, told);
            case HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests:
                return new ProbeAnswer(ProbeVerdict.Failed, told);
            case >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest:
                return new ProbeAnswer(ProbeVerdict.WrongPlace, told + ", and redirects are not followed")
                {
                    Advice = response.Headers.Location is { } place && response.RequestMessage?.RequestUri is { } asked ? Content.UrlText.Masked(new Uri(asked, place).OriginalString) : null,
                };
        }

        if (allowed.Count > 0 && !takes)
        {
            return new ProbeAnswer(ProbeVerdict.WrongPlace, $"takes {string.Join(", ", allowed)} there, but no POST");
        }

        return response.IsSuccessStatusCode || (takes && !hasCredential)
            ? new ProbeAnswer(ProbeVerdict.Accepted, takes ? "it takes POST there" : "it answers there")
            : new ProbeAnswer(ProbeVerdict.Undecided, takes
                ? "it takes POST there; whether it accepts the credential shows with the first delivery"
                : $"it {told} to OPTIONS, and nothing else can be asked without storing something: the first delivery will tell");
    }
}
