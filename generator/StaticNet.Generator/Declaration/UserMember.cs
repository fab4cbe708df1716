namespace StaticNet.Generator.Declaration;

/// <summary>A member of the user's class that could meet one that is generated.</summary>
/// <param name="Name">Its name; <c>.ctor</c> for a constructor.</param>
/// <param name="Parameters">
/// The types of a method's parameters in full, with commas between: what tells overloads apart. Null for anything but a method: it
/// shares its name with nothing.
/// </param>
/// <param name="Place">Under which name the location table has it.</param>
internal sealed record UserMember(string Name, string? Parameters, string Place);
