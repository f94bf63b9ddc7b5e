// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Engine.Pricing;
using NemoFlow.Engine.Sessions;
using NemoFlow.Engine.Tests.Support;
using NemoFlow.Pricing;

namespace NemoFlow.Engine.Tests.Sessions;

/// <summary>Prices hold for the whole process: nothing else runs meanwhile.</summary>
[Collection(nameof(SessionCatalogPriceTests))]
[CollectionDefinition(nameof(SessionCatalogPriceTests), DisableParallelization = true)]
public sealed class SessionCatalogPriceTests : IDisposable
{
    private readonly TemporaryState _state = new();
    private readonly ManualTime _time = new();

    public void Dispose()
    {
        Recorder.UsePrices(BundledPrices.Book);
        _state.Dispose();
    }

    [Fact]
    public async Task List_OtherPrices_ReadsSessionsAnewOnce()
    {
        await using (Recorder recorder = _state.Record(_time))
        {
            await TemporaryState.HookAsync(recorder, """{"session_id":"one","hook_event_name":"UserPromptSubmit","turn_id":"t1","prompt":"hello"}""", _time.GetUtcNow());
        }

        Assert.Equal(1, List());
        Assert.Equal(0, List());
        Recorder.UsePrices(Book(1));
        Assert.Equal(1, List());
        Recorder.UsePrices(Book(1));
        Assert.Equal(0, List());
        Recorder.UsePrices(Book(2));
        Assert.Equal(1, List());
    }

    private static PriceBook Book(int price) => new(
        PriceCatalog.Read(Encoding.UTF8.GetBytes($$$"""{"version":1,"entries":[{"provider":"openai","model_id":"gpt-x","rates":{"input_per_million":{{{price}}},"output_per_million":1}}]}"""), "test"),
        BundledPrices.Book);

    private int List()
    {
        int read = 0;
        Assert.Single(new SessionCatalog(_state.State).List((_, _) => read++, (folder, problem) => Assert.Fail($"{folder}: {problem}"), TestContext.Current.CancellationToken));
        return read;
    }
}
