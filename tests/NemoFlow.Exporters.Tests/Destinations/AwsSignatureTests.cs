// SPDX-License-Identifier: Apache-2.0
using System.Text;
using NemoFlow.Exporters.Destinations;

namespace NemoFlow.Exporters.Tests.Destinations;

/// <summary>The examples that Amazon publishes for S3's "Authenticating Requests: Using the Authorization Header".</summary>
public sealed class AwsSignatureTests
{
    private const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly (string, string) Key = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    private static readonly DateTimeOffset Time = new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("/test.txt", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41", "range")]
    [InlineData("/?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543", null)]
    [InlineData("/?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7", null)]
    public void Authorization_Get_IsThePublishedOne(string target, string signature, string? range)
    {
        Dictionary<string, string> headers = new() { ["host"] = "examplebucket.s3.amazonaws.com", ["x-amz-content-sha256"] = Empty, ["x-amz-date"] = "20130524T000000Z" };
        if (range is not null)
        {
            headers["range"] = "bytes=0-9";
        }

        string authorization = AwsSignature.Authorization(Key, "us-east-1", Time, "GET", new Uri("https://examplebucket.s3.amazonaws.com" + target), headers);

        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;{(range is null ? "" : "range;")}x-amz-content-sha256;x-amz-date,Signature={signature}",
            authorization);
    }

    [Fact]
    public void Authorization_Put_IsThePublishedOne()
    {
        string hash = AwsSignature.Hash(Encoding.UTF8.GetBytes("Welcome to Amazon S3."));
        Dictionary<string, string> headers = new()
        {
            ["date"] = "Fri, 24 May 2013 00:00:00 GMT",
            ["host"] = "examplebucket.s3.amazonaws.com",
            ["x-amz-content-sha256"] = hash,
            ["x-amz-date"] = AwsSignature.Timestamp(Time),
            ["x-amz-storage-class"] = "REDUCED_REDUNDANCY",
        };
        Uri url = new("https://examplebucket.s3.amazonaws.com/" + AwsSignature.EncodePath("test$file.text"));

        Assert.Equal("44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072", hash);
        Assert.EndsWith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd", AwsSignature.Authorization(Key, "us-east-1", Time, "PUT", url, headers), StringComparison.Ordinal);
    }
}
