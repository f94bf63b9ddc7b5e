// SPDX-License-Identifier: Apache-2.0
using NemoFlow.Storage.Files;

namespace NemoFlow.Storage.Tests.Files;

public sealed class PrivateFilesTests
{
    [Fact]
    public void CreateFolder_AFileStandsThere_SaysWhichAndWhatToDo()
    {
        string file = Path.GetTempFileName();
        try
        {
            IOException refused = Assert.Throws<IOException>(() => PrivateFiles.CreateFolder(Path.Combine(file, "below", "it")));

            Assert.StartsWith(file + " is a file", refused.Message, StringComparison.Ordinal);
            Assert.Contains("NEMO_FLOW_STATE_DIR", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
