// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Exporters.Delivery;
using NemoFlow.Exporters.Otlp.Protobuf;

namespace NemoFlow.Exporters.Otlp.Sending;

/// <summary>What backends answer.</summary>
internal static class OtlpAnswer
{
    /// <summary>Reads an <c>Export…ServiceResponse</c>: a part of the request may have been thrown away.</summary>
    public static DeliveryResult Success(ReadOnlySpan<byte> response)
    {
        long rejected = 0;
        string? message = null;
        ProtobufReader reader = new(response);
        while (reader.Read())
        {
            if (reader.Field == 1)
            {
                ProtobufReader partial = new(reader.Bytes);
                while (partial.Read())
                {
                    rejected = partial.Field == 1 ? (long)partial.Number : rejected;
                    message = partial.Field == 2 && partial.Bytes.Length > 0 ? partial.Text : message;
                }
            }
        }

        return new DeliveryResult
        {
            Verdict = DeliveryVerdict.Delivered,
            Rejected = Math.Max(0, rejected),
            Problem = rejected > 0 ? string.Create(null, $"the backend threw {rejected} away: {message ?? "it did not say why"}") : message is null ? null : "the backend warns: " + message,
        };
    }

    /// <summary>The message of a <c>google.rpc.Status</c>, and the wait that it asks for.</summary>
    public static (string Message, TimeSpan? Delay) Status(ReadOnlySpan<byte> status)
    {
        string message = "";
        TimeSpan? delay = null;
        ProtobufReader reader = new(status);
        while (reader.Read())
        {
            if (reader.Field == 2)
            {
                message = reader.Text;
            }
            else if (reader.Field == 3)
            {
                delay = RetryInfo(reader.Bytes) ?? delay;
            }
        }

        return (message, delay);
    }

    private static TimeSpan? RetryInfo(ReadOnlySpan<byte> any)
    {
        bool isRetry = false;
        ReadOnlySpan<byte> value = default;
        ProtobufReader reader = new(any);
        while (reader.Read())
        {
            isRetry |= reader.Field == 1 && reader.Bytes.EndsWith("google.rpc.RetryInfo"u8);
            value = reader.Field == 2 ? reader.Bytes : value;
        }

        ProtobufReader info = new(value);
        if (!isRetry || !info.Read() || info.Field != 1)
        {
            return isRetry ? TimeSpan.Zero : null;
        }

        double seconds = 0;
        ProtobufReader duration = new(info.Bytes);
        while (duration.Read())
        {
            seconds += duration.Field == 1 ? (long)duration.Number : duration.Field == 2 ? (int)duration.Number / 1e9 : 0;
        }

        return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, HttpSending.MaxRetryAfter.TotalSeconds));
    }
}
