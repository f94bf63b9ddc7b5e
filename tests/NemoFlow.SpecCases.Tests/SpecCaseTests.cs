// SPDX-License-Identifier: Apache-2.0
using NemoFlow.SpecCases.Tests.Corpus;
using NemoFlow.SpecCases.Tests.Running;
using NemoFlow.SpecCases.Tests.Table;

namespace NemoFlow.SpecCases.Tests;

/// <summary>Runs the behaviour corpus, a row a case, and holds the table of decisions against it.</summary>
public sealed class SpecCaseTests
{
    private const string Absent = "the corpus";

    /// <summary>A row for each case; one that says so where the corpus is absent.</summary>
    public static IEnumerable<TheoryDataRow<string>> Rows() => SpecCorpus.Cases is { } cases ? cases.Select(Row) : [new TheoryDataRow<string>(Absent)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Case_OfTheCorpus_HoldsOrDeviatesAsWrittenDown(string id)
    {
        SpecCase spec = SpecCorpus.Require().Single(c => c.Id == id);
        Assert.True(await CaseRunners.RunAsync(spec) > 0);
    }

    [Fact]
    public async Task Table_AgainstTheCorpus_IsCompleteAndExact()
    {
        IReadOnlyList<SpecCase> cases = SpecCorpus.Require();
        Assert.Equal(cases.Select(c => c.Id), DispositionTable.All.Select(d => d.Id));
        Assert.Empty(CaseRunners.Ids.Except(cases.Select(c => c.Id)));
        Dictionary<string, int> checks = [];
        foreach (SpecCase spec in cases)
        {
            Disposition decision = DispositionTable.Find(spec.Id)!;
            bool mustRun = decision.Status is CaseStatus.Passed or CaseStatus.Deviating;
            Assert.True(!mustRun || CaseRunners.Has(spec.Id), $"{spec.Id} is '{DispositionTable.Name(decision.Status)}' but nothing runs it.");
            Assert.True(decision.Status == CaseStatus.Passed || decision.Reason is { Length: > 10 }, $"{spec.Id} lacks a reason.");
            Assert.True(decision.Status != CaseStatus.NotApplicable || !CaseRunners.Has(spec.Id), $"{spec.Id} is not applicable, yet something runs it.");
            checks[spec.Id] = CaseRunners.Has(spec.Id) ? await CaseRunners.RunAsync(spec) : 0;
        }

        string summary = SpecReport.Write(cases, checks);
        TestContext.Current.SendDiagnosticMessage(summary);
    }

    private static TheoryDataRow<string> Row(SpecCase spec)
    {
        Disposition? decision = DispositionTable.Find(spec.Id);
        TheoryDataRow<string> row = new(spec.Id) { TestDisplayName = $"{spec.Id} {spec.Title}" };
        if (!CaseRunners.Has(spec.Id) && decision is not null)
        {
            row.Skip = $"{DispositionTable.Name(decision.Status)}: {decision.Reason}";
        }

        return row;
    }
}
