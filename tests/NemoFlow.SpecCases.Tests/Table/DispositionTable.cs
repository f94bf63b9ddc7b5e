// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using NemoFlow.Text;

namespace NemoFlow.SpecCases.Tests.Table;

/// <summary>The decisions of <c>dispositions.json</c>.</summary>
internal static class DispositionTable
{
    /// <summary>All decisions, in the order of the file.</summary>
    public static IReadOnlyList<Disposition> All { get; } = Load();

    /// <summary>The decision about a case; null where none is written down.</summary>
    public static Disposition? Find(string id) => All.FirstOrDefault(d => d.Id == id);

    /// <summary>The status as it is spelled in the file and in the report.</summary>
    public static string Name(CaseStatus status) => status switch
    {
        CaseStatus.Passed => "passed",
        CaseStatus.Deviating => "deviating",
        CaseStatus.NotYet => "not yet",
        _ => "not applicable",
    };

    private static List<Disposition> Load()
    {
        using Stream stream = typeof(DispositionTable).Assembly.GetManifestResourceStream("dispositions.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        return [.. document.RootElement.EnumerateArray().Select(e => new Disposition(e.TextAt("id")!, Parse(e.TextAt("status")!), e.TextAt("reason"), e.TextAt("through")))];
    }

    private static CaseStatus Parse(string name) =>
        Enum.GetValues<CaseStatus>().Cast<CaseStatus?>().FirstOrDefault(s => Name(s!.Value) == name) ?? throw new InvalidOperationException($"'{name}' is no status.");
}
