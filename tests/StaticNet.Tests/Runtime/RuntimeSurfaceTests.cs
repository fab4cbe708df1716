using System.ComponentModel;
using System.Reflection;
using System.Xml.Linq;
using StaticNet.Runtime;

namespace StaticNet.Tests.Runtime;

/// <summary>What of the runtime users can reach: nothing that trusts what it is given, unless it says so, and nothing that editors offer.</summary>
public sealed class RuntimeSurfaceTests
{
    private const string Remark = "For generated code only";

    // Methods with references that do no harm whatever they are given.
    private static readonly string[] Checked = ["Transfer.Enter"];

    private static IEnumerable<Type> PublicTypes =>
        typeof(Check).Assembly.GetExportedTypes().Where(type => type.Namespace == typeof(Check).Namespace);

    [Fact]
    public void No_type_is_offered_by_editors()
    {
        PublicTypes.ShouldNotBeEmpty();
        PublicTypes.Where(type => type.GetCustomAttribute<EditorBrowsableAttribute>()?.State != EditorBrowsableState.Never).ShouldBeEmpty();
    }

    [Fact]
    public void No_method_trusts_references_without_saying_so()
    {
        string[] trusting = [.. PublicMembers()
            .Where(method => method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef && !parameter.IsOut))
            .Where(method => !Checked.Contains($"{method.DeclaringType!.Name}.{method.Name}"))
            .Select(method => $"{method.DeclaringType!.FullName}.{method.Name}").Distinct()];
        trusting.ShouldNotBeEmpty();
        XDocument documentation = XDocument.Load(Path.ChangeExtension(typeof(Check).Assembly.Location, ".xml"));
        foreach (string method in trusting)
        {
            XElement[] members = [.. documentation.Descendants("member")
                .Where(member => member.Attribute("name")!.Value.StartsWith($"M:{method}(", StringComparison.Ordinal)
                    && member.Attribute("name")!.Value.Contains('@'))];
            members.ShouldNotBeEmpty(method);
            members.ShouldAllBe(member => member.Elements("remarks").Any(remarks => remarks.Value.Contains(Remark)), method);
        }
    }

    [Fact]
    public void No_member_has_a_pointer() =>
        PublicMembers().Where(method => method.GetParameters().Any(parameter => parameter.ParameterType.IsPointer)).ShouldBeEmpty();

    private static IEnumerable<MethodBase> PublicMembers() => PublicTypes.SelectMany(type => type
        .GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .OfType<MethodBase>().Where(method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly));
}
