// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Delivery;

/// <summary>Headers of a target: given ones, and those whose value is in the environment. Values are never shown.</summary>
public sealed class ExporterHeaders
{
    private readonly List<KeyValuePair<string, string>> _headers = [];

    /// <summary>Reads the environment once.</summary>
    public ExporterHeaders(IReadOnlyDictionary<string, string> headers, IReadOnlyDictionary<string, string> variables, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(environment);
        _headers.AddRange(headers);
        foreach ((string header, string variable) in variables)
        {
            if (environment(variable) is { Length: > 0 } value)
            {
                _headers.Add(new(header, value));
            }
            else
            {
                Problem ??= $"the header {header} takes its value from the environment variable {variable}, which is not set";
            }
        }
    }

    /// <summary>What is missing; null where nothing is.</summary>
    public string? Problem { get; }

    /// <summary>True where there is at least one.</summary>
    internal bool Any => _headers.Count > 0;

    internal void AddTo(HttpRequestMessage request)
    {
        foreach ((string name, string value) in _headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }
}
