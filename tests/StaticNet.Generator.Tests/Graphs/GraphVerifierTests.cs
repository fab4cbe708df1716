using StaticNet.Generator.Graph;
using StaticNet.Generator.Ops;
using StaticNet.Generator.Support;
using StaticNet.Generator.Tests.Infrastructure;

namespace StaticNet.Generator.Tests.Graphs;

/// <summary>The verifier finds what a broken pass would leave. All graphs of all tests pass through it.</summary>
public sealed class GraphVerifierTests
{
    private static readonly Graph.Graph Sound = LoweredNetwork.Of(
        new NetworkCase("Sound", "[Input(2, 4, 4), Conv2D(3, 2), ReLU, Flatten, Dense(5), SoftmaxCrossEntropy]")).After("Step").ShouldNotBeNull();

    [Fact]
    public void A_sound_graph_comes_back() => GraphVerifier.Verify(Sound, "Pass").ShouldBeSameAs(Sound);

    [Fact]
    public void A_wrong_number_is_found() =>
        ShouldComplain(Change(Sound.Nodes.Count - 1, node => node with { Id = 0 }), "has id 0");

    [Fact]
    public void A_reader_before_its_operand_is_found()
    {
        var reader = Sound.Nodes.First(node => node.Inputs.Count > 0);
        ShouldComplain(Change(reader.Id, node => node with { Inputs = EquatableArray<int>.Of(node.Id) }), "does not precede it");
    }

    [Fact]
    public void A_wrong_type_is_found()
    {
        var dense = Sound.Nodes.First(node => node.Operation is Dense);
        ShouldComplain(Change(dense.Id, node => node with { Type = node.Type with { Batched = false } }), "its rule says");
    }

    [Fact]
    public void A_layout_of_another_size_is_found()
    {
        var dense = Sound.Nodes.First(node => node.Operation is Dense);
        ShouldComplain(Change(dense.Id, node => node with { Layout = Layout.RowMajor(Shape.Of(7)) }), "has a layout of (7)");
    }

    [Fact]
    public void A_root_of_another_shape_is_found()
    {
        var roots = Sound.Roots.Select(root => root.Kind == RootKind.ParameterGradient ? root with { Node = 0 } : root);
        ShouldComplain(Sound with { Roots = roots.ToEquatableArray() }, "has shape");
    }

    private static Graph.Graph Change(int id, Func<Node, Node> change) =>
        Sound with { Nodes = Sound.Nodes.Select(node => node.Id == id ? change(node) : node).ToEquatableArray() };

    private static void ShouldComplain(Graph.Graph broken, string complaint)
    {
        var message = Should.Throw<InvalidOperationException>(() => GraphVerifier.Verify(broken, "SomePass")).Message;
        message.ShouldStartWith("after SomePass: ");
        message.ShouldContain(complaint);
    }
}
