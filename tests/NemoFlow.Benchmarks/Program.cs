// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Benchmarks;

if (args is ["mock"])
{
    await MockProvider.RunAsync();
    return 0;
}

if (args is ["sessions", var folder, var number])
{
    SessionGenerator.Run(folder, int.Parse(number, System.Globalization.CultureInfo.InvariantCulture), Console.Out);
    return 0;
}

Report report = new();
string? only = args.FirstOrDefault(a => !a.StartsWith('-'));
bool Wanted(string name) => only is null || only == name;
if (Wanted("gateway"))
{
    await GatewayBenchmarks.RunAsync(report);
}

if (Wanted("hooks"))
{
    await HookBenchmarks.RunAsync(report);
}

if (Wanted("start"))
{
    await StartBenchmarks.RunAsync(report);
}

if (Wanted("journal"))
{
    await JournalBenchmarks.RunAsync(report);
}

if (Wanted("exporters"))
{
    await ExporterBenchmarks.RunAsync(report);
}

if (Wanted("exporter-path"))
{
    await ExporterPathBenchmarks.RunAsync(report);
}

report.Print(Console.Out);
return 0;
