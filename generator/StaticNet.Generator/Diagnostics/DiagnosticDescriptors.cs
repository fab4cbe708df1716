using Microsoft.CodeAnalysis;

namespace StaticNet.Generator.Diagnostics;

/// <summary>
/// Every diagnostic of the generator. All messages read "subject: problem; remedy": what is wrong with what, what was
/// expected and found, and what to write instead.
/// </summary>
internal static class DiagnosticDescriptors
{
    private const string Category = "StaticNet";
    private const string Format = "{0}: {1}; {2}";

    public static readonly DiagnosticDescriptor InternalError =
        new("SN0001", "The network compiler failed", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor NotPartial =
        new("SN0002", "A network class must be partial", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor UnsupportedClass =
        new("SN0003", "This kind of type cannot be a network", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor GenericClass =
        new("SN0004", "A network class cannot be generic", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor OuterTypeNotPartial =
        new("SN0005", "A type around a network must be partial", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor LayersOnSeveralParts =
        new("SN0006", "Layers must stand on one partial declaration", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor NoInput =
        new("SN0007", "A network needs an input", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor UnknownName =
        new("SN0008", "No layer has this name", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor DuplicateName =
        new("SN0009", "Two layers have the same name", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor ForwardReference =
        new("SN0010", "A layer takes one that is declared later", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor ArgumentOutOfRange =
        new("SN0011", "An argument is out of range", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor ShapeDoesNotFit =
        new("SN0012", "A layer does not fit its input's shape", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor MergedShapesDiffer =
        new("SN0013", "Merged values have different shapes", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor LayerAfterLoss =
        new("SN0014", "A layer follows a loss", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor GroupsDoNotDivide =
        new("SN0015", "Groups do not divide the channels", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor TooLarge =
        new("SN0016", "The network is too large", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor InvalidName =
        new("SN0017", "A name must be an identifier", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor BlockMisuse =
        new("SN0018", "A block cannot be used like this", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor BlockContainsItself =
        new("SN0019", "A block contains itself", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor UnusedLayer =
        new("SN0020", "A layer's result is never used", Format, Category, DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor PrimaryConstructor =
        new("SN0021", "A network class cannot have a primary constructor", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor EmptyNetwork =
        new("SN0022", "A network needs layers and an output", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor UnattachedLayers =
        new("SN0023", "Layers on a class that is no network", Format, Category, DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor LanguageVersion =
        new("SN0024", "A network needs C# 9 or later", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor ConflictingArguments =
        new("SN0025", "Two arguments say the same thing", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor MemberMeetsGenerated =
        new("SN0026", "A member meets one that is generated", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor ConstructorWithoutNetwork =
        new("SN0027", "A constructor must call a generated one", Format, Category, DiagnosticSeverity.Error, true);

    public static readonly DiagnosticDescriptor NotOfPurpose =
        new("SN0028", "A network's purpose lacks what it declares", Format, Category, DiagnosticSeverity.Error, true);

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = new[]
    {
        InternalError, NotPartial, UnsupportedClass, GenericClass, OuterTypeNotPartial, LayersOnSeveralParts, NoInput,
        UnknownName, DuplicateName, ForwardReference, ArgumentOutOfRange, ShapeDoesNotFit, MergedShapesDiffer,
        LayerAfterLoss, GroupsDoNotDivide, TooLarge, InvalidName, BlockMisuse, BlockContainsItself, UnusedLayer,
        PrimaryConstructor, EmptyNetwork, UnattachedLayers, LanguageVersion, ConflictingArguments, MemberMeetsGenerated,
        ConstructorWithoutNetwork, NotOfPurpose,
    }.ToDictionary(descriptor => descriptor.Id);

    /// <summary>The descriptor with this id; an id that nobody declared is an internal error.</summary>
    public static DiagnosticDescriptor Get(string id) =>
        ById.TryGetValue(id, out var descriptor) ? descriptor : InternalError;

    /// <summary>All of them, in the order of their ids.</summary>
    public static IEnumerable<DiagnosticDescriptor> All =>
        ById.Values.OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal);
}
