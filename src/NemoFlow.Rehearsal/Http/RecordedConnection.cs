// SPDX-License-Identifier: Apache-2.0
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace NemoFlow.Rehearsal.Http;

/// <summary>Connection step that makes request heads available as a <see cref="RequestHead"/> feature.</summary>
internal static class RecordedConnection
{
    public static ConnectionDelegate Wrap(ConnectionDelegate next)
        => connection =>
        {
            RequestHead head = new();
            connection.Features.Set(head);
            connection.Transport = new Duplex(
                new HeadRecordingReader(connection.Transport.Input, head), connection.Transport.Output);
            return next(connection);
        };

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
