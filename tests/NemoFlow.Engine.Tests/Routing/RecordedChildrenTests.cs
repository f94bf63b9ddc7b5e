// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Agents;
using NemoFlow.Agents.Hermes;
using NemoFlow.Engine.Routing;
using NemoFlow.Hooks;
using NemoFlow.Storage.Journal;

namespace NemoFlow.Engine.Tests.Routing;

/// <summary>A gateway that was started anew knows which sessions are children: the journals say so.</summary>
public sealed class RecordedChildrenTests : IDisposable
{
    private const string Start = """{"hook_event_name":"subagent_start","session_id":"parent","extra":{"child_subagent_id":"sub","child_session_id":"child"}}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("nf-children-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void RouteHook_ChildOfAnEarlierGateway_IsItsParents()
    {
        Record("before", "parent", Start);
        SessionRouter router = Router("now");

        SessionRoute? child = Route(router, """{"hook_event_name":"pre_llm_call","session_id":"child"}""");
        SessionRoute? other = Route(router, """{"hook_event_name":"pre_llm_call","session_id":"other"}""");

        Assert.Equal(("parent", "sub"), (child?.SessionId, child?.SubagentId));
        Assert.Equal(("other", null), (other?.SessionId, other?.SubagentId));
    }

    [Fact]
    public void RouteHook_ChildOfAChild_IsTheRootsToo()
    {
        Record("before", "parent", Start);
        Record("before", "parent", """{"hook_event_name":"subagent_start","session_id":"child","extra":{"child_subagent_id":"deep","child_session_id":"grandchild"}}""");

        SessionRoute? route = Route(Router("now"), """{"hook_event_name":"pre_llm_call","session_id":"grandchild"}""");

        Assert.Equal(("parent", "deep"), (route?.SessionId, route?.SubagentId));
    }

    [Theory]
    [InlineData("""{"hook_event_name":"pre_llm_call","session_id":"parent","extra":{"user_message":"tell me of \"child\""}}""")]
    [InlineData("""{"hook_event_name":"pre_llm_call","session_id":"parent","extra":{"x":"child"}}""")]
    public void RouteHook_IdThatIsOnlyMentioned_IsASessionOfItsOwn(string mention)
    {
        Record("before", "parent", mention);

        Assert.Equal("child", Route(Router("now"), """{"hook_event_name":"pre_llm_call","session_id":"child"}""")?.SessionId);
    }

    [Fact]
    public void RouteHook_WithoutAnyJournal_IsASessionOfItsOwn()
    {
        Directory.Delete(_folder);
        Assert.Equal("child", Route(Router("now"), """{"hook_event_name":"pre_llm_call","session_id":"child"}""")?.SessionId);
        Directory.CreateDirectory(_folder);
    }

    private SessionRouter Router(string gateway)
    {
        RecordedChildren children = new(_folder, gateway, AgentAdapters.All, TimeProvider.System);
        return new SessionRouter(AgentAdapters.All, id => SessionJournal.Exists(_folder, id), gateway, children.ParentOf);
    }

    private static SessionRoute? Route(SessionRouter router, string payload) =>
        router.RouteHook(new HermesAdapter().Read(new HookInput(JsonElement.Parse(payload), new Dictionary<string, string>(), "f")), DateTimeOffset.UnixEpoch);

    private void Record(string gateway, string session, string payload)
    {
        using JournalSet journals = new(_folder, gateway);
        journals.Append(new JournalEntry
        {
            SessionId = session,
            Agent = AgentKinds.Hermes,
            Kind = EventKinds.Hook,
            Source = EventSource.Hook,
            Time = DateTimeOffset.UnixEpoch,
            Id = Guid.NewGuid().ToString("N"),
            Data = System.Text.Encoding.UTF8.GetBytes($$"""{"payload":{{payload}}}"""),
        });
        journals.Flush((_, reason) => Assert.Fail(reason));
    }
}
