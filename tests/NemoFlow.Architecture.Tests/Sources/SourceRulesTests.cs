// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.Architecture.Tests.Sources;

public sealed class SourceRulesTests
{
    [Theory]
    [InlineData("src/A/B.cs", "namespace A;\n")]
    [InlineData("src/A/B.cs", "\n// SPDX-License-Identifier: Apache-2.0\n")]
    [InlineData("src/A/B.cs", "// SPDX-License-Identifier: MIT\n")]
    [InlineData("build.ps1", "// SPDX-License-Identifier: Apache-2.0\n")]
    [InlineData(".ci/run", "#!/usr/bin/env bash\nset -e\n# SPDX-License-Identifier: Apache-2.0\n")]
    public void Header_MissingOrWrong_IsFound(string path, string text) => Assert.Single(SourceRules.Header(path, text));

    [Theory]
    [InlineData("src/A/B.cs", "// SPDX-License-Identifier: Apache-2.0\nnamespace A;\n")]
    [InlineData("build.ps1", "# SPDX-License-Identifier: Apache-2.0\n")]
    [InlineData(".ci/run", "#!/usr/bin/env bash\n# SPDX-License-Identifier: Apache-2.0\n")]
    public void Header_Present_IsNotFound(string path, string text) => Assert.Empty(SourceRules.Header(path, text));

    [Fact]
    public void Length_AtAndOverTheLimit_OnlyOverIsFound()
    {
        string atLimit = string.Concat(Enumerable.Repeat("line\n", SourceRules.MaxLines));
        Assert.Empty(SourceRules.Length("A.cs", atLimit));
        Assert.Single(SourceRules.Length("A.cs", atLimit + "one more\n"));
    }

    [Theory]
    [InlineData("src/NemoFlow.Storage/Journal/Reader.cs", "namespace NemoFlow.Storage;")]
    [InlineData("src/NemoFlow.Storage/Reader.cs", "namespace NemoFlow;")]
    [InlineData("src/NemoFlow.Core/Folding/Fold.cs", "namespace NemoFlow.Fold;")]
    [InlineData("src/NemoFlow.Storage/Reader.cs", "class Reader;")]
    public void Namespace_OtherThanTheFolder_IsFound(string path, string text) => Assert.Single(SourceRules.Namespace(path, text));

    [Theory]
    [InlineData("src/NemoFlow.Storage/Journal/Reader.cs", "namespace NemoFlow.Storage.Journal;")]
    [InlineData("src/NemoFlow.Core/Folding/Fold.cs", "namespace NemoFlow.Folding;")]
    [InlineData("src/NemoFlow.Core/Sessions/Session.cs", "namespace NemoFlow;")]
    [InlineData("src/NemoFlow.Cli/Program.cs", "return 0;")]
    [InlineData("tests/Shared/Anything.cs", "namespace Elsewhere;")]
    public void Namespace_OfTheFolder_IsNotFound(string path, string text) => Assert.Empty(SourceRules.Namespace(path, text));

    [Theory]
    [InlineData("string text = File.ReadAllText(path);")]
    [InlineData("using System.Net.Http;")]
    [InlineData("DateTimeOffset end = DateTimeOffset.UtcNow;")]
    [InlineData("private readonly TimeProvider _time;")]
    [InlineData("string id = Guid.NewGuid().ToString();")]
    public void ProjectionPurity_ImpureCode_IsFound(string text) => Assert.Single(SourceRules.ProjectionPurity("A.cs", text));

    [Theory]
    [InlineData("// File.Move makes it atomic; the sender does that.")]
    [InlineData("resource.Process.Name")]
    [InlineData("string name = Path.GetFileName(path); AtifFile.Write(name);")]
    public void ProjectionPurity_PureCode_IsNotFound(string text) => Assert.Empty(SourceRules.ProjectionPurity("A.cs", text));
}
