using StaticNet.Generator.Formulas;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Kernels;
using StaticNet.Generator.Programs;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Emit;

/// <summary>Writes kernels: what each computes and which tier is taken, and the bodies tier by tier.</summary>
internal static class KernelWriter
{
    public static void WriteDispatch(CodeWriter writer, CompiledNetwork network, IReadOnlyList<TierRow> tiers)
    {
        foreach (var kernel in network.Kernels)
        {
            writer.Line();
            writer.Line("// " + Title(kernel));
            writer.Line("// " + kernel.Types);
            foreach (var line in kernel.Kernel.Summary)
                writer.Line("// " + line);
            writer.Block($"private static void {kernel.Name}({Signature(kernel.Kernel)})",
                () => WriteTierChoice(writer, tiers, $"{kernel.Name}({Arguments(kernel.Kernel)});"));
        }
    }

    /// <summary>The same call in the class of the widest tier that the machine has.</summary>
    public static void WriteTierChoice(CodeWriter writer, IReadOnlyList<TierRow> tiers, string call)
    {
        foreach (var tier in tiers)
        {
            var line = $"{tier.ClassName}.{call}";
            var keyword = tier == tiers[0] ? "" : "else ";
            if (tier.Condition.Length > 0)
            {
                writer.Line($"{keyword}if ({tier.Condition})");
                writer.Indented(() => writer.Line(line));
            }
            else if (tiers.Count > 1)
            {
                writer.Line("else");
                writer.Indented(() => writer.Line(line));
            }
            else
            {
                writer.Line(line);
            }
        }
    }

    public static void WriteTier(CodeWriter writer, GeneratedNames names, TierRow tier)
    {
        var network = names.Network;
        var expressions = new ExpressionText(tier.Target.Tier, tier.HasEstimate);
        writer.Block($"private static class {tier.ClassName}", () =>
        {
            StraightLineWriter.WriteTier(writer, names, tier, expressions);
            var isFirst = true;
            foreach (var kernel in network.Kernels)
            {
                if (!isFirst)
                    writer.Line();
                isFirst = false;
                writer.Line("// " + Title(kernel));
                writer.Line("// " + kernel.Types);
                foreach (var line in kernel.Kernel.Summary)
                    writer.Line("// " + line);

                // Plain code has none.
                if (!tier.Target.IsPlain && kernel.Kernel.Strategy(tier.Target) is { Length: > 0 } strategy)
                    writer.Line("// " + strategy);
                writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
                writer.Block($"internal static void {kernel.Name}({Signature(kernel.Kernel)})", 
                    () => new StatementText(writer, expressions).Write(kernel.Kernel.Body(tier.Target).Statements));
            }
        });
    }

    /// <summary>Other layers that a kernel's comment names: a deep network may have a hundred of them.</summary>
    private const int MostUsers = 4;

    private static string Title(NamedKernel kernel)
    {
        var others = kernel.Users.Skip(1).ToArray();
        var named = string.Join(", ", others.Take(MostUsers));
        var more = others.Length > MostUsers ? $" and {Literals.Integer(others.Length - MostUsers)} more" : "";
        return kernel.Origin + ": " + kernel.Purpose + (others.Length == 0 ? "" : $". Also for {named}{more}");
    }

    private static string Signature(Kernel kernel) => string.Join(", ", kernel.Parameters.Select(parameter => parameter.Kind switch
    {
        KernelParameterKind.Integers => "ref int " + parameter.Name,
        KernelParameterKind.RandomKey => "uint " + parameter.Name,
        KernelParameterKind.FirstElement => "int " + parameter.Name,
        _ => "ref float " + parameter.Name,
    }).Concat(new[] { "int count" }));

    private static string Arguments(Kernel kernel) => string.Join(", ", kernel.Parameters.Select(parameter =>
        parameter.Kind is KernelParameterKind.RandomKey or KernelParameterKind.FirstElement ? parameter.Name : "ref " + parameter.Name).Concat(new[] { "count" }));
}
