using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Graph;
using StaticNet.Generator.Support;

namespace StaticNet.Generator.Declaration;

/// <summary>
/// Reads a class marked <c>[Network]</c>. It only reads: what the declaration means is decided after the equality cut, in
/// <see cref="NetworkCompiler"/>.
/// </summary>
internal static class DeclarationReader
{
    private const string StrayLayer = "stray layer";
    private const int DefaultBatchCapacity = 64;

    /// <summary>Reads the class; null for a part that repeats the <c>[Network]</c> of another.</summary>
    public static NetworkDeclaration? Read(GeneratorAttributeSyntaxContext source, CancellationToken cancellation)
    {
        if (source.TargetNode is not TypeDeclarationSyntax node || source.TargetSymbol is not INamedTypeSymbol type)
            return null;
        try
        {
            var compilation = source.SemanticModel.Compilation;
            return Read(type, node, new ReadingContext(compilation, cancellation) { Network = type.Name }, compilation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var place = new AttributeLocation(SourceSpan.Of(node.Identifier), default);
            var problem = InternalError.Describe(type.Name, exception);
            return new NetworkDeclaration(null, new LocationTable(place, default), EquatableArray<DiagnosticInfo>.Of(problem));
        }
    }

    private static NetworkDeclaration? Read(
        INamedTypeSymbol type, TypeDeclarationSyntax node, ReadingContext context, Compilation compilation)
    {
        var network = type.GetAttributes().FirstOrDefault(attribute => WellKnownNames.IsNetwork(attribute.AttributeClass));
        if (network?.ApplicationSyntaxReference?.GetSyntax(context.Cancellation) is not AttributeSyntax attribute
            || attribute.Parent?.Parent != node)
        {
            return null;
        }

        if (ClassShape.IsTooOldLanguage(type, node, context))
        {
            var name = new AttributeLocation(SourceSpan.Of(node.Identifier), default);
            return new NetworkDeclaration(null, new LocationTable(name, default), context.Problems);
        }

        var defects = ClassShape.Check(type, context);
        var places = new List<ArgumentLocation>();
        if (ClassShape.OuterTypeNotPartial(type, context) is { } outer)
            places.Add(new ArgumentLocation(ClassShape.OuterType, SourceSpan.Of(outer.Identifier), default));

        var attributes = LayerReader.AttributesOf(type, out var stray);
        context.IsBroken |= type.GetAttributes().Any(WellKnownNames.IsUnknown);
        if (stray is not null)
        {
            defects |= Defects.Unordered;
            places.Add(new ArgumentLocation(StrayLayer, SourceSpan.Of(stray.SyntaxTree, stray.Span), default));
            context.Report(
                DiagnosticDescriptors.LayersOnSeveralParts,
                -1,
                StrayLayer,
                $"network '{type.Name}'",
                "its layers stand on several partial declarations, which have no order",
                "put all of them on one");
        }

        MemberReader.CheckConstructors(type, places, context);
        var members = MemberReader.Read(type, places, context);
        var (required, setsOthers) = MemberReader.RequiredMembers(type, context);
        var (batchCapacity, precision, purpose) = ReadNetwork(network, attribute, type, places, context);
        var layers = LayerReader.Read(attributes, null, null, context);

        var place = new AttributeLocation(SourceSpan.Of(node.Identifier), places.ToEquatableArray()) { Text = WrittenArgument.TextOf(attribute) };
        var locations = new LocationTable(place, context.LayerLocations);
        if (context.IsCutShort)
            (layers, defects) = (default, defects | Defects.Unordered);
        if (context.IsBroken || context.HasProblems)
            defects |= Defects.Unreadable;
        var spec = new NetworkSpec(
            TypeNaming.HintName(type),
            TypeNaming.Namespace(type.ContainingNamespace),
            OuterTypes(type).Reverse().Select(TypeNaming.PartialHeader).ToEquatableArray(),
            TypeNaming.Escape(type.Name),
            batchCapacity,
            precision,
            layers,
            TargetReader.Read(compilation))
        {
            Purpose = purpose,
            Defects = defects,
            Members = members,
            IsConstructible = MemberReader.IsConstructible(type),
            RequiredMembers = required,
            SetsRequiredMembers = setsOthers,
        };
        return new NetworkDeclaration(spec, locations, context.Problems);
    }

    private static (int BatchCapacity, Precision Precision, Purpose Purpose) ReadNetwork(
        AttributeData network,
        AttributeSyntax syntax,
        INamedTypeSymbol type,
        List<ArgumentLocation> places,
        ReadingContext context)
    {
        var batchCapacity = DefaultBatchCapacity;
        var precision = Precision.Default;
        var purpose = Purpose.Training;
        var written = WrittenArgument.AllOf(network, syntax);
        if (written is null)
        {
            context.IsBroken = true;
            return (batchCapacity, precision, purpose);
        }

        foreach (var argument in written)
        {
            places.Add(argument.Location);
            var value = argument.Value.Value is int integer ? integer : 0;
            if (argument.Name == "BatchCapacity")
                batchCapacity = value;
            else if (argument.Name == "Precision")
                precision = (Precision)value;
            else if (argument.Name == "For")
                purpose = (Purpose)value;
        }

        if (precision is not (Precision.Default or Precision.Strict))
        {
            context.Report(
                DiagnosticDescriptors.ArgumentOutOfRange,
                -1,
                "Precision",
                $"network '{type.Name}'",
                FormattableString.Invariant($"{(int)precision} is not a precision"),
                "write Precision.Default or Precision.Strict");
        }

        if (purpose is not (Purpose.Training or Purpose.Gradients or Purpose.Inference))
        {
            context.Report(
                DiagnosticDescriptors.ArgumentOutOfRange,
                -1,
                "For",
                $"network '{type.Name}'",
                FormattableString.Invariant($"{(int)purpose} is not a purpose"),
                "write Purpose.Training, Purpose.Gradients or Purpose.Inference");
        }

        return (batchCapacity, precision, purpose);
    }

    private static IEnumerable<INamedTypeSymbol> OuterTypes(INamedTypeSymbol type)
    {
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            yield return outer;
    }
}
