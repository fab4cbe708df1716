"""What PyTorch makes of recurrent layers: expected values for tests/StaticNet.Generator.Tests.

usage: /usr/bin/python3 tests/reference/recurrent.py      (Debian's python3-torch; writes the files beside it)
"""
import json
import pathlib

import torch

STEPS, INPUTS, HIDDEN, SAMPLES = 5, 3, 4, 2


def numbers(tensor):
    return [float(value) for value in tensor.detach().flatten()]


def run(layer, name):
    """One pass forward and back, of the sum of all outputs times fixed factors."""
    x = torch.randn(SAMPLES, STEPS, INPUTS, requires_grad=True)
    y, _ = layer(x)
    dy = torch.randn(y.shape)
    (y * dy).sum().backward()
    result = {
        "x": numbers(x), "y": numbers(y), "dy": numbers(dy), "dx": numbers(x.grad),
        "parameters": {key: numbers(value) for key, value in layer.named_parameters()},
        "gradients": {key: numbers(value.grad) for key, value in layer.named_parameters()},
    }
    path = pathlib.Path(__file__).with_name(name + ".json")
    path.write_text(json.dumps(result, indent=1) + "\n")


torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
run(torch.nn.GRU(INPUTS, HIDDEN, batch_first=True), "gru")
run(torch.nn.LSTM(INPUTS, HIDDEN, batch_first=True), "lstm")
run(torch.nn.RNN(INPUTS, HIDDEN, batch_first=True), "rnn")
