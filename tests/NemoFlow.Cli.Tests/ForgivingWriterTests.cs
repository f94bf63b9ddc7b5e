// SPDX-License-Identifier: Apache-2.0

namespace NemoFlow.Cli.Tests;

public sealed class ForgivingWriterTests
{
    [Fact]
    public async Task Write_ToAStreamThatRefuses_IsNoFailure()
    {
        using StreamWriter refusing = new(new RefusingStream()) { AutoFlush = true };
        using ForgivingWriter writer = new(refusing);

        writer.WriteLine("text");
        writer.Write("text");
        writer.Write('c');
        writer.WriteLine();
        await writer.WriteLineAsync("text");
        await writer.FlushAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Write_ToAStreamThatTakesIt_IsThere()
    {
        using StringWriter taking = new();
        using ForgivingWriter writer = new(taking);

        writer.Write('a');
        await writer.WriteAsync("b");
        await writer.WriteLineAsync("c");
        writer.WriteLine("d" + 1);

        Assert.Equal($"abc{Environment.NewLine}d1{Environment.NewLine}", taking.ToString());
    }

    private sealed class RefusingStream : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => 0;

        public override long Position { get; set; }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new UnauthorizedAccessException();
    }
}
