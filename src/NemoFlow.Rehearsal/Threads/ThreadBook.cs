// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Rehearsal.Script;

namespace NemoFlow.Rehearsal.Threads;

/// <summary>Where each thread is in its script.</summary>
/// <remarks>
/// A prompt chooses the conversation and starts it at its first reply. A reply is used up once it was sent in full; an
/// error, a cut or a client that went away leaves it in place, and the next request is another attempt at it. A request
/// that repeats a prompt whose first reply was delivered is a new prompt.
/// </remarks>
internal sealed class ThreadBook(Scenario scenario)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    public TurnTicket Begin(RequestFacts facts)
    {
        lock (_gate)
        {
            Place? place = _places.GetValueOrDefault(facts.Thread);
            bool retry = place is { Turn: 0, Attempts: > 0 }
                && place.PromptCount == facts.PromptCount
                && string.Equals(place.Prompt, facts.Prompt, StringComparison.Ordinal);
            if (place is null || (facts.StartsPrompt && !retry))
            {
                place = new Place(facts.Prompt, facts.PromptCount, Choose(facts))
                {
                    Ordinal = place?.Ordinal ?? 0,
                    InputTokens = place?.InputTokens ?? 0,
                };
                _places[facts.Thread] = place;
            }

            // An agent that compacted its history has fewer prompts than before and goes on where it was.
            place.PromptCount = facts.PromptCount;
            place.Attempts++;
            Reply? reply = place.Conversation is { } conversation && place.Turn < conversation.Turns.Count
                ? conversation.Turns[place.Turn]
                : null;
            return new TurnTicket(
                place.Conversation,
                reply is null ? null : place.Turn,
                reply ?? new Reply { Text = scenario.FinalText },
                place.Attempts,
                place.Ordinal++,
                place.InputTokens);
        }
    }

    /// <summary>Moves the thread on after a reply that was sent in full.</summary>
    public void Delivered(RequestFacts facts, TurnTicket ticket, int inputTokens)
    {
        lock (_gate)
        {
            if (_places.TryGetValue(facts.Thread, out Place? place) && place.Turn == (ticket.Turn ?? place.Turn)
                && place.PromptCount == facts.PromptCount)
            {
                place.Turn++;
                place.Attempts = 0;
                place.InputTokens = inputTokens;
            }
        }
    }

    private Conversation? Choose(RequestFacts facts)
        => scenario.Conversations.FirstOrDefault(
            conversation => conversation.When.Accepts(facts));

    private sealed class Place(string prompt, int promptCount, Conversation? conversation)
    {
        public string Prompt { get; } = prompt;

        public int PromptCount { get; set; } = promptCount;

        public Conversation? Conversation { get; } = conversation;

        public int Turn { get; set; }

        public int Attempts { get; set; }

        public int Ordinal { get; set; }

        public int InputTokens { get; set; }
    }
}
