using System.Reflection;
using StaticNet.Runtime;

namespace StaticNet.Bench.Cases;

/// <summary>
/// One kernel of a generated network by itself. Kernels are private, and only reflection finds them; a delegate then calls them
/// as the network does.
/// </summary>
internal sealed class GeneratedKernel
{
    private readonly MethodInfo method;
    private readonly AlignedBuffer[] buffers;

    private GeneratedKernel(MethodInfo method, AlignedBuffer[] buffers)
    {
        this.method = method;
        this.buffers = buffers;
    }

    private delegate void Kernel2(ref float a, ref float b, int count);

    private delegate void Kernel3(ref float a, ref float b, ref float c, int count);

    private delegate void Kernel4(ref float a, ref float b, ref float c, ref float d, int count);

    private delegate void Kernel5(ref float a, ref float b, ref float c, ref float d, ref float e, int count);

    private delegate void Kernel6(ref float a, ref float b, ref float c, ref float d, ref float e, ref float f, int count);

    /// <summary>
    /// Finds a kernel and gives it memory. One that takes in the network's input (a parameter <c>entering</c>, before the input in the
    /// arena) finds it in the arena already, so that it copies nothing.
    /// </summary>
    /// <param name="network">The generated class.</param>
    /// <param name="suffix">How the kernel's name ends; it must be the only one.</param>
    /// <param name="floats">How many floats of each argument are numbers other than 0.</param>
    /// <exception cref="MissingMethodException">There is no such kernel, several, or one with other parameters.</exception>
    public static GeneratedKernel Find(Type network, string suffix, int floats)
    {
        FieldInfo programs = network.GetField("__programs", BindingFlags.NonPublic | BindingFlags.Instance)
            ?? throw new MissingMethodException($"{network.Name} has no programs.");
        MethodInfo[] methods = [.. programs.FieldType.GetMethods(BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => method.Name.EndsWith(suffix, StringComparison.Ordinal))];
        if (methods is not [MethodInfo kernel])
            throw new MissingMethodException($"{network.Name} has {methods.Length} kernels named ...{suffix}, not one.");

        Type[] parameters = [.. kernel.GetParameters().Select(parameter => parameter.ParameterType)];
        if (parameters[^1] != typeof(int) || parameters[..^1].Any(type => type != typeof(float).MakeByRefType()))
            throw new MissingMethodException($"{network.Name}: {kernel} should take arrays of floats by reference, and a count.");

        // Whatever an argument is, it lies in the workspace, the parameters or the gradients, so it is no longer than they are.
        // What the kernel does not touch is never paid for.
        int longest = Math.Max(Constant(network, "WorkspaceLength"), Constant(network, "ParameterCount"));
        var buffers = new AlignedBuffer[parameters.Length - 1];
        float[] numbers = Samples.Uniform(Math.Min(floats, longest));
        for (int i = 0; i < buffers.Length; i++)
        {
            buffers[i] = new AlignedBuffer(longest);
            numbers.CopyTo(buffers[i].Span);
        }

        if (kernel.GetParameters()[0].Name == "entering")
            buffers[0] = buffers[1];

        return new GeneratedKernel(kernel, buffers);
    }

    /// <summary>Something that calls the kernel as often as it is told.</summary>
    /// <param name="count">The samples of a call.</param>
    public Action<int> Bind(int count)
    {
        AlignedBuffer[] b = buffers;
        switch (b.Length)
        {
            case 2:
                var kernel2 = method.CreateDelegate<Kernel2>();
                return runs =>
                {
                    for (int run = 0; run < runs; run++)
                        kernel2(ref b[0].Reference, ref b[1].Reference, count);
                };
            case 3:
                var kernel3 = method.CreateDelegate<Kernel3>();
                return runs =>
                {
                    for (int run = 0; run < runs; run++)
                        kernel3(ref b[0].Reference, ref b[1].Reference, ref b[2].Reference, count);
                };
            case 4:
                var kernel4 = method.CreateDelegate<Kernel4>();
                return runs =>
                {
                    for (int run = 0; run < runs; run++)
                        kernel4(ref b[0].Reference, ref b[1].Reference, ref b[2].Reference, ref b[3].Reference, count);
                };
            case 5:
                var kernel5 = method.CreateDelegate<Kernel5>();
                return runs =>
                {
                    for (int run = 0; run < runs; run++)
                        kernel5(
                            ref b[0].Reference, ref b[1].Reference, ref b[2].Reference, ref b[3].Reference,
                            ref b[4].Reference, count);
                };
            case 6:
                var kernel6 = method.CreateDelegate<Kernel6>();
                return runs =>
                {
                    for (int run = 0; run < runs; run++)
                        kernel6(
                            ref b[0].Reference, ref b[1].Reference, ref b[2].Reference, ref b[3].Reference,
                            ref b[4].Reference, ref b[5].Reference, count);
                };
            default:
                throw new MissingMethodException($"{method}: a kernel of 2 to 6 arrays and a count was expected.");
        }
    }

    private static int Constant(Type network, string name) => (int)network.GetField(name)!.GetRawConstantValue()!;
}
