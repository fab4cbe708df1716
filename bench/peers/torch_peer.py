#!/usr/bin/env python3
"""PyTorch as a peer of bench/StaticNet.Bench, in a process of its own.

Reads a command a line on standard input and answers each with a line on standard output; both are JSON objects. Arrays of
floats are little-endian float32 in base64.

  forward  builds a model, runs it once                          -> outputs
  step     builds a model and an optimizer, takes some steps     -> losses
  update   builds an optimizer over one tensor, updates it       -> parameters
  run      does what was built last, `times` times               -> seconds

The first line that it writes says what it is: version and BLAS, or an error.
"""

import base64
import json
import os
import sys
import time

# Before torch is loaded: its thread pools read these once.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"


def answer(**fields):
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


try:
    import torch
except ImportError:
    answer(error="no module torch for " + sys.executable)
    sys.exit(0)


def tensor(text, shape):
    values = torch.frombuffer(bytearray(base64.b64decode(text)), dtype=torch.float32)
    return values.reshape(shape).clone()


def text(values):
    return base64.b64encode(bytes(values.detach().contiguous().view(-1).numpy().data)).decode("ascii")


def layer(spec):
    kind = spec["kind"]
    if kind == "relu":
        return torch.nn.ReLU()
    if kind == "tanh":
        return torch.nn.Tanh()
    if kind == "flatten":
        return torch.nn.Flatten()
    if kind == "maxpool":
        return torch.nn.MaxPool2d(spec["size"])
    shape = spec["shape"]
    if kind == "dense":
        module = torch.nn.Linear(shape[1], shape[0])
    elif kind == "convolution":
        module = torch.nn.Conv2d(shape[1], shape[0], shape[2], padding=spec["padding"])
    else:
        raise ValueError("no layer of kind " + kind)
    with torch.no_grad():
        module.weight.copy_(tensor(spec["weight"], shape))
        module.bias.copy_(tensor(spec["bias"], shape[:1]))
    return module


def model(command):
    return torch.nn.Sequential(*[layer(spec) for spec in command["layers"]])


def optimizer(command, parameters):
    kind = torch.optim.Adam if command["optimizer"] == "adam" else torch.optim.SGD
    return kind(parameters, lr=command["rate"])


def forward(command):
    network = model(command).eval()
    inputs = tensor(command["inputs"], command["shape"])

    def run():
        with torch.inference_mode():
            return network(inputs)

    return run, {"outputs": text(run())}


def step(command):
    network = model(command).train()
    inputs = tensor(command["inputs"], command["shape"])
    labels = torch.tensor(command["labels"])
    loss_of = torch.nn.CrossEntropyLoss()
    update = optimizer(command, network.parameters())

    def run():
        update.zero_grad(set_to_none=True)
        loss = loss_of(network(inputs), labels)
        loss.backward()
        update.step()
        return loss.item()

    return run, {"losses": [run() for _ in range(command["checked"])]}


def update(command):
    gradients = tensor(command["gradients"], [-1])
    parameters = torch.nn.Parameter(tensor(command["parameters"], [-1]))
    parameters.grad = gradients
    run = optimizer(command, [parameters]).step
    for _ in range(command["checked"]):
        run()
    return run, {"parameters": text(parameters)}


def blas():
    """The file of the BLAS that matrix products call; it is loaded with torch."""
    with open("/proc/self/maps") as maps:
        files = {line.split()[-1] for line in maps if "blas" in line}
    return ", ".join(sorted(files)) or "none"


def main():
    torch.set_num_threads(1)
    torch.manual_seed(1)
    answer(version=torch.__version__.split("+")[0], blas=blas())
    builders = {"forward": forward, "step": step, "update": update}
    run = None
    for line in sys.stdin:
        command = json.loads(line)
        try:
            if command["do"] == "run":
                start = time.perf_counter()
                for _ in range(command["times"]):
                    run()
                answer(seconds=time.perf_counter() - start)
            else:
                run, result = builders[command["do"]](command)
                answer(**result)
        except Exception as error:  # whatever it is, the other side must hear of it
            answer(error=f"{type(error).__name__}: {error}")


main()
