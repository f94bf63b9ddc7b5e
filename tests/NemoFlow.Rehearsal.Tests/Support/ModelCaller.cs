// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace NemoFlow.Rehearsal.Tests.Support;

/// <summary>Sends model requests and takes streams apart.</summary>
internal sealed class ModelCaller(RehearsalProvider provider) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });

    public static string Prompt(string text = "hello", bool stream = true, string extra = "")
        => new JsonObject { ["model"] = "gpt-5.5", ["stream"] = stream, ["input"] = text }.ToJsonString()[..^1] + extra + "}";

    public Task<HttpResponseMessage> PostAsync(string body, params (string Name, string Value)[] headers)
        => SendAsync(HttpMethod.Post, "/v1/responses", body, headers);

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = new(method, new Uri(provider.BaseAddress, path));
        if (body is not null)
        {
            request.Content = new StringContent(body, global::System.Text.Encoding.UTF8, "application/json");
        }

        foreach ((string name, string value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return _http.SendAsync(request, RawClient.Timeout);
    }

    /// <summary>Posts a request and returns the events of the streamed answer.</summary>
    public async Task<IReadOnlyList<JsonObject>> StreamAsync(string body, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await PostAsync(body, headers);
        Assert.Equal(200, (int)response.StatusCode);
        return Events(await response.Content.ReadAsStringAsync(RawClient.Timeout));
    }

    public async Task<JsonObject> BufferedAsync(string body, params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await PostAsync(body, headers);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(RawClient.Timeout))!.AsObject();
    }

    /// <summary>Takes a stream apart and checks the framing of each event on the way.</summary>
    public static IReadOnlyList<JsonObject> Events(string body)
    {
        List<JsonObject> events = [];
        Assert.EndsWith("\n\n", body, StringComparison.Ordinal);
        foreach (string block in body[..^2].Split("\n\n"))
        {
            string[] lines = block.Split('\n');
            Assert.Equal(2, lines.Length);
            Assert.StartsWith("event: ", lines[0], StringComparison.Ordinal);
            Assert.StartsWith("data: ", lines[1], StringComparison.Ordinal);
            JsonObject data = JsonNode.Parse(lines[1]["data: ".Length..])!.AsObject();
            Assert.Equal(lines[0]["event: ".Length..], (string?)data["type"]);
            Assert.Equal(events.Count, (int)data["sequence_number"]!);
            events.Add(data);
        }

        return events;
    }

    public static IEnumerable<string> Types(IEnumerable<JsonObject> events) => events.Select(static data => (string)data["type"]!);

    public void Dispose() => _http.Dispose();
}
