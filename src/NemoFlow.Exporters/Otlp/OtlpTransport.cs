// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Exporters.Otlp;

/// <summary>How a backend is spoken to.</summary>
public enum OtlpTransport
{
    /// <summary>OTLP/HTTP with protobuf bodies.</summary>
    HttpBinary,

    /// <summary>OTLP/gRPC.</summary>
    Grpc,
}
