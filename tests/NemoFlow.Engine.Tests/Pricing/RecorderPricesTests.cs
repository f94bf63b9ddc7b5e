// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Engine.Tests.Support;
using NemoFlow.Pricing;
using NemoFlow.Storage.Files;
using NemoFlow.Storage.Journal;
using NemoFlow.Text;

namespace NemoFlow.Engine.Tests.Pricing;

public sealed class RecorderPricesTests : IDisposable
{
    private readonly TemporaryState _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Recorders_WithPricesOfTheirOwn_DoNotShareThem()
    {
        await using Recorder cheap = Record("cheap", 1);
        await using Recorder dear = Record("dear", 100);
        await using Recorder without = Record("without", null);

        Assert.Equal((2.0, 200.0, null), (await CostAsync(cheap), await CostAsync(dear), await CostAsync(without)));
    }

    private Recorder Record(string name, decimal? price) => new(new RecorderOptions
    {
        State = new StateFolder(Path.Combine(_state.Work, name)),
        WorkingDirectory = Directory.CreateDirectory(Path.Combine(_state.Work, name, "work")).FullName,
        Prices = price is { } million ? new PriceBook(PriceCatalog.Read(
            JsonSerializer.SerializeToUtf8Bytes(new
            {
                version = 1,
                entries = new[] { new { provider = "openai", model_id = "priced-here", rates = new { input_per_million = million, output_per_million = million } } },
            }),
            "test")) : PriceBook.Empty,
    });

    /// <summary>A million tokens in and as many out, as the recorder's own trajectory tells their cost.</summary>
    private static async Task<double?> CostAsync(Recorder recorder)
    {
        await recorder.Pump.RecordAsync(Entry(EventKinds.LlmRequest, """{"api":"openai.responses","headers":{},"body":{"model":"priced-here","input":[]},"items_from":0,"items":[]}""", recorder));
        await recorder.Pump.RecordAsync(Entry(
            EventKinds.LlmResponse,
            """{"status":200,"outcome":"completed","body":{"id":"r","status":"completed","model":"priced-here","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"a"}]}],"usage":{"input_tokens":1000000,"output_tokens":1000000}}}""",
            recorder));
        await recorder.Projections.ProjectAsync("s");
        string file = Assert.Single(Directory.EnumerateFiles(Path.Combine(recorder.Options.WorkingDirectory, ".nemo-flow", "atif"), "*.json"));
        JsonElement document = JsonElement.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        return document.At("final_metrics.total_cost_usd") is { ValueKind: JsonValueKind.Number } cost ? cost.GetDouble() : null;
    }

    private static JournalEntry Entry(string kind, string data, Recorder recorder) => TemporaryState.Entry("s", data, "call", recorder.Time.GetUtcNow()) with { Kind = kind, Source = EventSource.Gateway };
}
