// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using NemoFlow.SpecCases.Tests.Corpus;

namespace NemoFlow.SpecCases.Tests.Running;

/// <summary>Finds the runners, and runs each at most once a test run.</summary>
internal static class CaseRunners
{
    private static readonly Dictionary<string, MethodInfo> Methods = typeof(CaseRunners).Assembly.GetTypes()
        .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .SelectMany(m => m.GetCustomAttributes<RunsCaseAttribute>().Select(a => (a.Id, Method: m)))
        .ToDictionary(m => m.Id, m => m.Method, StringComparer.Ordinal);

    private static readonly Dictionary<string, Task<int>> Started = new(StringComparer.Ordinal);

    /// <summary>The cases that have a runner.</summary>
    public static IReadOnlyCollection<string> Ids => Methods.Keys;

    public static bool Has(string id) => Methods.ContainsKey(id);

    /// <summary>Runs a case, or gives what its earlier run came to: the number of expectations it asserted.</summary>
    public static Task<int> RunAsync(SpecCase spec)
    {
        lock (Started)
        {
            if (!Started.TryGetValue(spec.Id, out Task<int>? run))
            {
                Started.Add(spec.Id, run = StartAsync(spec));
            }

            return run;
        }
    }

    private static async Task<int> StartAsync(SpecCase spec)
    {
        await Task.Yield();
        CaseContext context = new(spec);
        object? result = Methods[spec.Id].Invoke(null, BindingFlags.DoNotWrapExceptions, null, [context], null);
        if (result is Task task)
        {
            await task;
        }

        Assert.True(context.Checks > 0, $"The runner of {spec.Id} asserts nothing.");
        return context.Checks;
    }
}
