namespace StaticNet;

/// <summary>What a path leads to.</summary>
internal enum FileKind
{
    /// <summary>Nothing, or a link to nothing.</summary>
    Missing,

    /// <summary>A file, or what the system does not tell from one.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A device such as <c>/dev/full</c>, of characters or of blocks.</summary>
    Device,

    /// <summary>A named or an unnamed pipe.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A symbolic link that was not followed.</summary>
    Link,
}
