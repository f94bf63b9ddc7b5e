// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using NemoFlow.Engine.Sessions;
using NemoFlow.Rendering;
using NemoFlow.Storage.Files;

namespace NemoFlow.Cli.Commands;

/// <summary><c>nemo-flow sessions</c>: a list, or one session's tree.</summary>
internal static class SessionsCommand
{
    private const int Suggestions = 50;

    public static Command Create(TextWriter output, TextWriter error)
    {
        Command command = new("sessions", "List recorded sessions, or show one as a tree.");
        Argument<string?> id = new("id") { Description = "The session's id, or the beginning of it; 'last' for the latest.", Arity = ArgumentArity.ZeroOrOne, CompletionSources = { Suggest } };
        Option<int> limit = new("--limit", "-n") { Description = "How many to list.", DefaultValueFactory = _ => 20 };
        command.Arguments.Add(id);
        command.Options.Add(limit);
        limit.Validators.Add(given =>
        {
            if (given.Tokens.Count == 1 && int.TryParse(given.Tokens[0].Value, CultureInfo.InvariantCulture, out int count) && count < 1)
            {
                given.AddError($"--limit takes a whole number from 1 on, not '{count}'.");
            }
        });
        command.Subcommands.Add(CreateRemove(output, error));
        command.SetAction(parsed =>
        {
            SharedOptions.UseConfiguredPrices(error);
            return parsed.GetValue(id) is { } wanted ? Show(wanted, output, error) : List(parsed.GetValue(limit), output, error);
        });
        return command;
    }

    /// <summary>Finds one session by the beginning of its id; says what is wrong where that is not possible.</summary>
    public static Session? Find(SessionStore store, string wanted, TextWriter error)
    {
        IReadOnlyList<string> ids = wanted.Length == 0 ? [] : wanted == "last" ? [.. store.Ids().Take(1)] : store.Matching(wanted);
        if (ids.Count == 1 && store.Find(ids[0]) is { } session)
        {
            return session;
        }

        if (ids.Count == 0 && ReadProblem(error))
        {
            return null;
        }

        error.WriteLine(ids.Count > 1
            ? $"nemo-flow: {ids.Count} sessions begin with '{wanted}': give more of the id."
            : wanted == "last" ? "nemo-flow: nothing is recorded yet. Record a run with: nemo-flow codex"
            : $"nemo-flow: there is no session '{wanted}'. List them with: nemo-flow sessions");
        return null;
    }

    /// <summary>What completions offer for a session: 'last', and the latest ids.</summary>
    public static IEnumerable<CompletionItem> Suggest(CompletionContext context)
    {
        try
        {
            return [.. new SessionStore(StateFolder.FromEnvironment(Environment.GetEnvironmentVariable)).Ids().Take(Suggestions).Prepend("last").Select(id => new CompletionItem(id))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A folder that cannot be read looks empty otherwise.</summary>
    private static bool ReadProblem(TextWriter error)
    {
        if (StateFolder.FromEnvironment(Environment.GetEnvironmentVariable).ReadProblem() is not { } problem)
        {
            return false;
        }

        error.WriteLine("nemo-flow: " + problem);
        return true;
    }

    private static Command CreateRemove(TextWriter output, TextWriter error)
    {
        Command remove = new("remove", "Remove a session's journals. Its trajectory file stays.");
        Argument<string> id = new("id") { Description = "The session's id, or the beginning of it; 'last' for the latest.", CompletionSources = { Suggest } };
        remove.Arguments.Add(id);
        remove.SetAction(parsed =>
        {
            SessionStore store = new(StateFolder.FromEnvironment(Environment.GetEnvironmentVariable));
            if (Find(store, parsed.GetValue(id)!, error) is not { } session)
            {
                return ExitCodes.Failure;
            }

            if (!store.Remove(session.Id))
            {
                error.WriteLine($"nemo-flow: session {session.Id} could not be removed: a file of it is in use.");
                return ExitCodes.Failure;
            }

            output.WriteLine("removed " + session.Id);
            return ExitCodes.Ok;
        });
        return remove;
    }

    private static int Show(string wanted, TextWriter output, TextWriter error)
    {
        SessionStore store = new(StateFolder.FromEnvironment(Environment.GetEnvironmentVariable));
        if (Find(store, wanted, error) is not { } session)
        {
            return ExitCodes.Failure;
        }

        new SessionTree(output, 160).Write(session);
        return ExitCodes.Ok;
    }

    private static int List(int limit, TextWriter output, TextWriter error)
    {
        SessionStore store = new(StateFolder.FromEnvironment(Environment.GetEnvironmentVariable));
        int shown = 0;
        foreach (Session session in store.Ids().Select(store.Find).OfType<Session>().Take(limit))
        {
            string started = session.StartedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            output.WriteLine($"{started}  {session.Agent,-11} {session.State.ToString().ToLowerInvariant(),-11} {SessionLine.Summary(session)}");
            shown++;
        }

        if (shown == 0 && ReadProblem(error))
        {
            return ExitCodes.Failure;
        }

        if (shown == 0)
        {
            output.WriteLine("Nothing is recorded yet. Record a run with: nemo-flow codex");
        }

        return ExitCodes.Ok;
    }
}
