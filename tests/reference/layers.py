"""What PyTorch makes of layers, forward and back: expected values for tests/StaticNet.Generator.Tests.

usage: /usr/bin/python3 tests/reference/layers.py      (Debian's python3-torch; writes layers.json beside it)

A case is a declaration, the same as a module whose state dict has the same names, and the shape of a sample. Where the declaration reads
more inputs than x, they follow: the name of each, the shape of a sample, and what its integers are below, or all its numbers.
"""
import json
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

SAMPLES = 2


class Apply(nn.Module):
    """A function as a module."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, *x):
        return self.function(*x)


class Integers(nn.Module):
    """A module of integers, added to x."""

    def __init__(self, **modules):
        super().__init__()
        for name, module in modules.items():
            self.add_module(name, module)

    def forward(self, i, x):
        return next(self.children())(i) + x


def each(function):
    """What a function makes of each sample."""
    return Apply(lambda *x: torch.stack([function(*sample) for sample in zip(*x)]))


CASES = [
    ("DenseOfMatrices", "Dense(4)", [nn.Linear(5, 4)], (3, 5)),
    ("Conv1D", "Conv1D(4, 3, Stride = 2, Padding = 1, Dilation = 2)", [nn.Conv1d(3, 4, 3, 2, 1, 2)], (3, 11)),
    ("Conv1DInGroups", "Conv1D(6, 2, Groups = 2, Bias = false)", [nn.Conv1d(4, 6, 2, groups=2, bias=False)], (4, 6)),
    ("Conv3D", "Conv3D(3, 3, Padding = 1, Stride = 2)", [nn.Conv3d(2, 3, 3, 2, 1)], (2, 4, 5, 3)),
    ("Conv3DWithAxes", "Conv3D(2, 2, 1, 3, Dilations = new[] { 2, 1, 1 }, Paddings = new[] { 1, 0, 1, 1, 0, 1 })",
     [nn.Conv3d(2, 2, (2, 1, 3), 1, (1, 0, 1), (2, 1, 1))], (2, 3, 2, 4)),
    ("ConvTranspose1D", "ConvTranspose1D(4, 4, Stride = 2, Padding = 1)", [nn.ConvTranspose1d(3, 4, 4, 2, 1)], (3, 4)),
    ("ConvTranspose2D", "ConvTranspose2D(3, 3, Stride = 2, Padding = 1, OutputPadding = 1)", [nn.ConvTranspose2d(2, 3, 3, 2, 1, 1)], (2, 3, 4)),
    ("ConvTranspose2DOfOnePixel", "ConvTranspose2D(3, 4)", [nn.ConvTranspose2d(5, 3, 4)], (5, 1, 1)),
    ("ConvTranspose2DInGroups", "ConvTranspose2D(4, 2, 3, Groups = 2, Dilation = 2)", [nn.ConvTranspose2d(2, 4, (2, 3), groups=2, dilation=2)], (2, 3, 3)),
    ("MaxPool1D", "MaxPool1D(3, Stride = 2, Padding = 1)", [nn.MaxPool1d(3, 2, 1)], (2, 7)),
    ("AveragePool1D", "AveragePool1D(3, Stride = 2, Padding = 1)", [nn.AvgPool1d(3, 2, 1)], (2, 7)),
    ("LayerNorm", "LayerNorm", [nn.LayerNorm(6)], (3, 6)),
    ("LayerNormOfImages", "LayerNorm(Axes = 3, Epsilon = 0.1)", [nn.LayerNorm((2, 3, 4), 0.1)], (2, 3, 4)),
    ("Softmax", "Softmax(Axis = 0)", [nn.Softmax(1)], (4, 3)),
    ("LogSoftmax", "LogSoftmax", [nn.LogSoftmax(-1)], (3, 5)),
    ("Transpose", "Transpose(0, 2)", [Apply(lambda x: x.transpose(1, 3))], (2, 3, 4)),
    ("Permute", "Permute(2, 0, 1)", [Apply(lambda x: x.permute(0, 3, 1, 2))], (2, 3, 4)),
    ("Slice", "Slice(1, 2, Axis = 0)", [Apply(lambda x: x.narrow(1, 1, 2))], (4, 3)),
    ("MatMulWithItself", "MatMul(\"x\", \"x\", TransposeB = true)", [Apply(lambda x: x @ x.transpose(-1, -2))], (2, 3, 4)),
    ("Stack", "Tanh(Name = \"y\"), Stack(\"y\", \"x\", Axis = 1)", [Apply(lambda x: torch.stack((torch.tanh(x), x), 2))], (3, 4)),
    ("Split", "Split(\"a\", \"b\", Lengths = new[] { 1, 2 }), ReLU, Concat(\"a\")",
     [Apply(lambda x: torch.cat((F.relu(x.split((1, 2), 1)[1]), x.split((1, 2), 1)[0]), 1))], (3, 4)),
    ("Squeeze", "Squeeze, Tanh, Unsqueeze(1)", [Apply(lambda x: torch.tanh(x.squeeze()).unsqueeze(2))], (3, 1, 4, 1)),
    ("FlattenOfAxes", "Flatten(StartAxis = 1, EndAxis = 2), Tanh", [nn.Flatten(2, 3), nn.Tanh()], (2, 3, 2, 2)),
    ("Gather", "Gather(2, 0, 2, -1, Axis = 1)", [Apply(lambda x: x.index_select(2, torch.tensor([2, 0, 2, 3])))], (3, 4)),
    ("GatherOfIntegers", "Gather(\"i\", Axis = 1)", [each(lambda i, x: x.index_select(1, i))], (3, 4), ("i", (5,), 4)),
    ("OneHot", "OneHot(4, From = \"i\"), Add(\"x\")", [Apply(lambda i, x: F.one_hot(i, 4) + x)], (3, 4), ("i", (3,), 4)),
    ("EmbeddingWithPadding", "Embedding(3, 4, PaddingIndex = 1, From = \"i\", Name = \"table\"), Add(\"x\")",
     [Integers(table=nn.Embedding(3, 4, padding_idx=1))], (5, 4), ("i", (5,), 3)),
    ("ReduceSum", "Reduce(Reduction.Sum, 0, -1)", [Apply(lambda x: x.sum((1, 3)))], (2, 3, 4)),
    ("ReduceMean", "Reduce(Reduction.Mean, 1, KeepAxes = true)", [Apply(lambda x: x.mean(2, keepdim=True))], (2, 3, 4)),
    ("ReduceMaximum", "Reduce(Reduction.Maximum, 1)", [Apply(lambda x: x.max(2).values)], (2, 3, 4)),
    ("ReduceMinimum", "Reduce(Reduction.Minimum)", [Apply(lambda x: x.flatten(1).min(1, keepdim=True).values)], (3, 4)),
    ("CosineSimilarity", "Tanh(Name = \"y\"), CosineSimilarity(\"x\", \"y\", Axis = 1)",
     [Apply(lambda x: F.cosine_similarity(x, torch.tanh(x), 2))], (3, 4)),
    ("ConvTranspose3D", "ConvTranspose3D(3, 3, Stride = 2, Padding = 1, OutputPadding = 1)", [nn.ConvTranspose3d(2, 3, 3, 2, 1, 1)], (2, 2, 3, 2)),
    ("ConvTranspose3DInGroups", "ConvTranspose3D(4, 2, 3, 1, Groups = 2, Dilation = 2, OutputPadding = 1, Bias = false)",
     [nn.ConvTranspose3d(2, 4, (2, 3, 1), output_padding=1, groups=2, dilation=2, bias=False)], (2, 2, 2, 3)),
    ("ConvTranspose3DOfOneVoxel", "ConvTranspose3D(2, 4)", [nn.ConvTranspose3d(3, 2, 4)], (3, 1, 1, 1)),
    ("ConvTranspose1DInGroups", "ConvTranspose1D(4, 3, Stride = 3, Groups = 2, Dilation = 2, OutputPadding = 2)",
     [nn.ConvTranspose1d(2, 4, 3, 3, 0, 2, 2, True, 2)], (2, 4)),
    ("DepthwiseConv2D", "DepthwiseConv2D(3, Multiplier = 2, Stride = 2, Padding = 1)", [nn.Conv2d(3, 6, 3, 2, 1, groups=3)], (3, 5, 4)),
    ("GroupNorm", "GroupNorm(2, Epsilon = 0.01)", [nn.GroupNorm(2, 4, 0.01)], (4, 2, 3)),
    ("GroupNormOfVectors", "GroupNorm(3)", [nn.GroupNorm(3, 6)], (6,)),
    ("InstanceNorm", "InstanceNorm", [nn.InstanceNorm2d(3)], (3, 2, 4)),
    ("InstanceNormOfSequences", "InstanceNorm(Affine = true)", [nn.InstanceNorm1d(3, affine=True)], (3, 5)),
    ("LocalResponseNorm", "LocalResponseNorm(5, Alpha = 0.5, K = 2)", [nn.LocalResponseNorm(5, 0.5, 0.75, 2)], (7, 2, 3)),
    ("LocalResponseNormOfManyChannels", "LocalResponseNorm(20, Alpha = 3)", [nn.LocalResponseNorm(20, 3)], (4, 3)),
    ("LocalResponseNormOfEvenSize", "LocalResponseNorm(2, Alpha = 1, Beta = 0.6)", [nn.LocalResponseNorm(2, 1, 0.6)], (4, 3)),
    ("PixelShuffle", "PixelShuffle(2), Tanh", [nn.PixelShuffle(2), nn.Tanh()], (8, 2, 3)),
    ("PixelUnshuffle", "PixelUnshuffle(3), Tanh", [nn.PixelUnshuffle(3), nn.Tanh()], (2, 3, 6)),
]


def numbers(tensor):
    return [float(f"{value:.12g}") for value in tensor.detach().flatten().tolist()]


def run(name, layers, modules, shape, *others):
    """One pass forward and back, of the sum of all outputs times fixed factors."""
    module = (modules[0] if others else nn.Sequential(*modules)).double()
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.randn(parameter.shape))
    more = [torch.randint(values, (SAMPLES, *of)) if isinstance(values, int) else torch.tensor(values).reshape(SAMPLES, *of) for _, of, values in others]
    x = torch.randn((SAMPLES, *shape), requires_grad=True)
    y = module(*more, x)
    dy = torch.randn(y.shape)
    (y * dy).sum().backward()
    inputs = [(of, key, "" if isinstance(values, list) else "Element = Element.Int32, ") for key, of, values in others] + [(shape, "x", "")]
    return {
        "name": name, "layers": ", ".join(f"Input({', '.join(map(str, of))}, {element}Name = \"{key}\")" for of, key, element in inputs) + ", " + layers,
        **({"others": [numbers(other) for other in more]} if more else {}), "x": numbers(x), "y": numbers(y), "dy": numbers(dy), "dx": numbers(x.grad),
        "parameters": {key: numbers(value) for key, value in module.named_parameters()},
        "gradients": {key: numbers(value.grad) for key, value in module.named_parameters()},
    }


torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
path = pathlib.Path(__file__).with_name("layers.json")
path.write_text("[\n" + ",\n".join(json.dumps(run(*case)) for case in CASES) + "\n]\n")
