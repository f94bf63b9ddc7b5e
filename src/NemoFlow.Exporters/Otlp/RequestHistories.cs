// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.Exporters.Otlp;

/// <summary>The items of model requests with the history that the journal keeps only once.</summary>
internal sealed class RequestHistories
{
    private readonly Dictionary<LlmCall, IReadOnlyList<LlmItem>> _full = new(ReferenceEqualityComparer.Instance);

    /// <summary>Puts the requests of a session together again, agent by agent, API by API and model by model, as the journal took them apart.</summary>
    public RequestHistories(Session session)
    {
        Dictionary<string, (IReadOnlyList<LlmItem> Items, int History)> threads = new(StringComparer.Ordinal);
        foreach (LlmCall call in Calls(session.Turns).Where(c => c.Request is not null).OrderBy(c => c.StartedAt))
        {
            LlmRequest request = call.Request!;
            bool tools = request.Body?.At("tools") is { ValueKind: JsonValueKind.Array } offered && offered.GetArrayLength() > 0;
            string thread = $"{call.Api}\n{call.OwnerId}\n{request.Model}\n{tools}";
            IReadOnlyList<LlmItem> items = request.NewItems;
            if (request.HistoryCount > 0 && threads.TryGetValue(thread, out (IReadOnlyList<LlmItem> Items, int History) previous))
            {
                items = [.. History(call, request.HistoryCount, previous.Items, previous.History), .. items];
            }

            threads[thread] = (items, request.HistoryCount);
            _full[call] = items;
        }
    }

    /// <summary>All items of a call's request.</summary>
    public IReadOnlyList<LlmItem> Of(LlmCall call) => _full.GetValueOrDefault(call) ?? call.Request?.NewItems ?? [];

    /// <summary>Where one item of the API is one of ours the count says it all; else a history is only ever appended to or begun anew.</summary>
    private static IEnumerable<LlmItem> History(LlmCall call, int count, IReadOnlyList<LlmItem> previous, int previousHistory)
    {
        if (call.Api == "openai.responses")
        {
            return previous.Take(count);
        }

        return count >= previousHistory ? previous : [];
    }

    private static IEnumerable<LlmCall> Calls(IEnumerable<Turn> turns) => turns.SelectMany(t => t.Items).SelectMany(i => i switch
    {
        LlmCall call => [call],
        Subagent agent => Calls(agent.Turns),
        _ => [],
    });
}
