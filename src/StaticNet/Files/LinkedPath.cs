namespace StaticNet;

/// <summary>Follows symbolic links to where a file is, or would be.</summary>
internal static class LinkedPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>
    /// The path that a link leads to, over any number of further links, whether there is anything or not; a path that is no link
    /// stays as it is, also where folders on the way to it are links.
    /// </summary>
    /// <param name="path">A full path.</param>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Follow(string path)
    {
        if (new FileInfo(path).LinkTarget is null)
            return path;
        return OperatingSystem.IsWindows() ? File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName : FollowUnix(path);
    }

    /// <summary>
    /// Component by component, as the system does it: <c>..</c> in a link's target leaves the folder in which that leads, which
    /// <see cref="Path.GetFullPath(string)"/> would take from the text alone.
    /// </summary>
    private static string FollowUnix(string path)
    {
        var rest = new Stack<string>();
        string done = "";
        int links = 0;
        Push(rest, path);
        while (rest.TryPop(out string? component))
        {
            if (component == "..")
            {
                done = done[..Math.Max(done.LastIndexOf('/'), 0)];
                continue;
            }

            string next = $"{done}/{component}";
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                done = next;
                continue;
            }

            if (++links > MostLinks)
                throw new IOException($"'{path}' is a link that leads in a circle.");
            if (target.StartsWith('/'))
                done = "";
            Push(rest, target);
        }

        return done;
    }

    private static void Push(Stack<string> rest, string path)
    {
        string[] components = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = components.Length - 1; i >= 0; i--)
        {
            if (components[i] != ".")
                rest.Push(components[i]);
        }
    }
}
