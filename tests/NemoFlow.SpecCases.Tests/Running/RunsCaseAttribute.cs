// SPDX-License-Identifier: Apache-2.0
namespace NemoFlow.SpecCases.Tests.Running;

/// <summary>Marks the method that runs a case: static, takes a <see cref="CaseContext"/>, returns nothing or a <see cref="Task"/>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class RunsCaseAttribute(string id) : Attribute
{
    public string Id { get; } = id;
}
