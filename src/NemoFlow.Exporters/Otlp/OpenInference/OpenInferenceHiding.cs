// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Otlp.OpenInference;

/// <summary>What OpenInference spans leave out, by the switches that its users know (<c>OPENINFERENCE_HIDE_…</c>).</summary>
public sealed record OpenInferenceHiding
{
    /// <summary>The longest base64 image by default.</summary>
    public const int DefaultImageLength = 32_000;

    /// <summary>What stands in place of something hidden.</summary>
    public const string Redacted = "__REDACTED__";

    /// <summary>Input values become <see cref="Redacted"/>; input messages, tool arguments and tool definitions go.</summary>
    public bool Inputs { get; init; }

    /// <summary>Output values become <see cref="Redacted"/>; output messages go.</summary>
    public bool Outputs { get; init; }

    /// <summary>Input messages go.</summary>
    public bool InputMessages { get; init; }

    /// <summary>Output messages go.</summary>
    public bool OutputMessages { get; init; }

    /// <summary>Images in input messages become <see cref="Redacted"/>.</summary>
    public bool InputImages { get; init; }

    /// <summary>Texts in input messages become <see cref="Redacted"/>.</summary>
    public bool InputText { get; init; }

    /// <summary>Texts in output messages become <see cref="Redacted"/>.</summary>
    public bool OutputText { get; init; }

    /// <summary>Invocation parameters go.</summary>
    public bool InvocationParameters { get; init; }

    /// <summary>Tool definitions go, also where a tool call repeats its own.</summary>
    public bool Tools { get; init; }

    /// <summary>Longer base64 images become <see cref="Redacted"/>.</summary>
    public int Base64ImageMaxLength { get; init; } = DefaultImageLength;

    /// <summary>Reads the switches; <c>true</c> and <c>1</c> switch on, anything else is off.</summary>
    public static OpenInferenceHiding FromEnvironment(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return new OpenInferenceHiding
        {
            Inputs = On("INPUTS"),
            Outputs = On("OUTPUTS"),
            InputMessages = On("INPUT_MESSAGES") || On("PROMPTS"),
            OutputMessages = On("OUTPUT_MESSAGES") || On("CHOICES"),
            InputImages = On("INPUT_IMAGES"),
            InputText = On("INPUT_TEXT"),
            OutputText = On("OUTPUT_TEXT"),
            InvocationParameters = On("LLM_INVOCATION_PARAMETERS"),
            Tools = On("LLM_TOOLS"),
            Base64ImageMaxLength = int.TryParse(environment("OPENINFERENCE_BASE64_IMAGE_MAX_LENGTH"), out int length) && length >= 0 ? length : DefaultImageLength,
        };

        bool On(string name) => environment("OPENINFERENCE_HIDE_" + name)?.Trim() is { } value
            && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));
    }
}
