using StaticNet.Generator.Declaration;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Ir;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>What the surface adds to the user's class, by name and parameters, and what of the user's stands in its way.</summary>
internal static class SurfaceMembers
{
    private const string Constructor = ".ctor";
    private const string Sources = "global::System.ReadOnlySpan<float>";
    private const string Targets = "global::System.Span<float>";

    /// <summary>Reports the class's name, where a member must have it, and every member of the user's that one of ours would meet.</summary>
    public static IEnumerable<DiagnosticInfo> FindConflicts(GeneratedNames names)
    {
        var spec = names.Network.Spec;
        var subject = $"network '{spec.Name}'";
        var members = Of(names).ToArray();
        var name = spec.Name.TrimStart('@');
        if (members.Any(member => member.Name == name))
        {
            yield return new DiagnosticInfo(DiagnosticDescriptors.MemberMeetsGenerated.Id, -1, null, EquatableArray<string>.Of(
                subject, $"a generated member is called '{name}', as its class is", "give the class another name"));
        }

        foreach (var own in spec.Members)
        {
            if (members.Any(member => member.Name == own.Name && (member.Parameters is null || own.Parameters is null || member.Parameters == own.Parameters)))
            {
                var what = own.Name == Constructor ? $"a constructor with the parameters ({own.Parameters})" : own.Parameters is null ? $"a member '{own.Name}'" : $"'{own.Name}({own.Parameters})'";
                yield return new DiagnosticInfo(DiagnosticDescriptors.MemberMeetsGenerated.Id, -1, own.Place, EquatableArray<string>.Of(
                    subject, what.Replace("global::", "") + " is generated as well", own.Parameters is null ? "give this one another name" : "give this one another name or other parameters"));
            }
        }
    }

    /// <summary>The members: names, and the types of parameters of methods.</summary>
    private static IEnumerable<(string Name, string? Parameters)> Of(GeneratedNames names)
    {
        var ports = names.Ports;
        foreach (var name in ReservedNames.Single.Concat(names.LengthConstants))
        {
            var exists = name switch
            {
                "Trainer" => names.Network.Step is not null,
                "GradientViews" => names.Network.HasBackward,
                "Training" => names.Ports.DiffersInTraining,
                "RandomState" => names.Ports.IsRandom,
                _ => true,
            };
            if (exists)
                yield return (name, null);
        }

        foreach (var (name, _, _) in StepWriter.Constants(names))
            yield return (name, null);
        if (names.Network.Stream is not null)
            yield return ("Step", string.Join(",", new[] { Targets }.Concat(ports.Inputs.Select(PortNames.Sources)).Concat(Enumerable.Repeat(Targets, ports.Outputs.Count))));
        yield return (Constructor, "int");
        yield return (Constructor, names.QualifiedPrograms);
        yield return (Constructor, "global::StaticNet.Initialization");
        yield return ("ShareParameters", "");
        yield return ("Save", "string");
        yield return ("Load", "string,bool");
        yield return ("Load", "string,global::StaticNet.LoadOptions");
        yield return ("Load", "global::System.ReadOnlySpan<byte>,bool");
        yield return ("Load", "global::System.ReadOnlySpan<byte>,global::StaticNet.LoadOptions");
        if (names.Network.Spec.RequiredMembers.Count == 0)
            yield return ("FromFile", "string,global::StaticNet.LoadOptions");

        var inputs = ports.Inputs.Select(PortNames.Sources).ToArray();
        var outputs = Enumerable.Repeat(Targets, ports.Outputs.Count).ToArray();
        yield return ("Forward", string.Join(",", inputs.Concat(outputs)));
        yield return ("Forward", string.Join(",", inputs.Concat(outputs).Concat(new[] { "int" })));
        if (outputs.Length == 1)
        {
            yield return ("Forward", string.Join(",", inputs));
            yield return ("Forward", string.Join(",", inputs.Concat(new[] { "int" })));
        }

        if (!names.Network.HasBackward)
            yield break;
        var gradients = outputs.Select(_ => Sources).Concat(ports.FloatInputs.Select(_ => Targets)).ToArray();
        yield return ("Backward", string.Join(",", gradients.Append("bool")));
        if (ports.FloatInputs.Any())
            yield return ("BackwardToInputs", string.Join(",", gradients));
    }
}
