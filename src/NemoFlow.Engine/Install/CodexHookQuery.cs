// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.Json;
using NemoFlow.Agents.Codex;
using NemoFlow.Engine.Running;
using NemoFlow.Text;

namespace NemoFlow.Engine.Install;

/// <summary>Asks Codex, by its app-server, which hooks it sees and which of them it trusts. No account and no network is needed.</summary>
internal static class CodexHookQuery
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>The hooks; null where Codex could not be asked.</summary>
    public static async Task<IReadOnlyList<CodexHookState>?> ListAsync(string codex, InstallOptions options, CancellationToken cancellation)
    {
        IReadOnlyList<string> command = OperatingSystem.IsWindows() ? WindowsShim.Unwrap(codex) : [codex];
        ProcessStartInfo start = new(command[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.WorkingDirectory,
        };
        foreach (string argument in command.Skip(1).Append("app-server"))
        {
            start.ArgumentList.Add(argument);
        }

        using CancellationTokenSource patience = new(Limit, options.Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        using Process process = new() { StartInfo = start };
        try
        {
            process.Start();
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            await SendAsync(process, """{"id":1,"method":"initialize","params":{"clientInfo":{"name":"nemo-flow","title":"NemoFlow","version":"1"}}}""", either.Token).ConfigureAwait(false);
            if (await AnswerAsync(process, 1, either.Token).ConfigureAwait(false) is null)
            {
                return null;
            }

            await SendAsync(process, """{"method":"initialized"}""", either.Token).ConfigureAwait(false);
            string folder = JsonEncodedText.Encode(options.WorkingDirectory).ToString();
            await SendAsync(process, $$$"""{"id":2,"method":"hooks/list","params":{"cwds":["{{{folder}}}"]}}""", either.Token).ConfigureAwait(false);
            JsonElement? answer = await AnswerAsync(process, 2, either.Token).ConfigureAwait(false);
            return answer is { } result ? Read(result) : null;
        }
        catch (Exception e) when (e is IOException or JsonException or System.ComponentModel.Win32Exception or InvalidOperationException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
        finally
        {
            Stop(process);
        }
    }

    private static async Task SendAsync(Process process, string line, CancellationToken cancellation)
    {
        await process.StandardInput.WriteAsync((line + "\n").AsMemory(), cancellation).ConfigureAwait(false);
        await process.StandardInput.FlushAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task<JsonElement?> AnswerAsync(Process process, int id, CancellationToken cancellation)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            JsonElement message = JsonElement.Parse(line);
            if (message.TryGetProperty("id", out JsonElement answered) && answered.ValueKind == JsonValueKind.Number && answered.GetInt32() == id)
            {
                return message.TryGetProperty("result", out JsonElement result) ? result : null;
            }
        }

        return null;
    }

    private static List<CodexHookState>? Read(JsonElement result) => result.At("data") is { ValueKind: JsonValueKind.Array } data
        ? [.. data.EnumerateArray()
            .SelectMany(folder => folder.At("hooks") is { ValueKind: JsonValueKind.Array } hooks ? hooks.EnumerateArray().ToList() : [])
            .Select(h => new CodexHookState(
                h.TextAt("key") ?? "",
                h.TextAt("command") ?? "",
                h.TextAt("currentHash") ?? "",
                h.At("enabled") is { ValueKind: JsonValueKind.False } ? "disabled" : h.TextAt("trustStatus")))]
        : null;

    private static void Stop(Process process)
    {
        try
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(2)))
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or System.ComponentModel.Win32Exception)
        {
            // It never ran, or is gone.
        }
    }
}
