#!/usr/bin/env bash
# Installs what bench/StaticNet.Bench measures beside StaticNet, from npm and Debian's packages:
#   onnxruntime  ONNX Runtime's shared library, out of the npm package onnxruntime-node, into artifacts/peers
#   pytorch      Debian's python3-torch for /usr/bin/python3, with OpenBLAS, without which its matrix products are some
#                17 times slower
# The other two peers, System.Numerics.Tensors and plain loops, come with the benchmarks themselves.
# usage: bench/peers/setup.sh [onnxruntime] [pytorch]      both, if none is named
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

onnxruntime_version=1.30.0

install_onnxruntime() {
    mkdir -p artifacts/peers
    # Its install script would only fetch libraries for GPUs.
    npm install --prefix artifacts/peers --ignore-scripts --no-audit --no-fund --no-save "onnxruntime-node@$onnxruntime_version"
    find artifacts/peers/node_modules/onnxruntime-node/bin -name 'libonnxruntime.*' -print
}

install_pytorch() {
    local root=()
    [[ $EUID == 0 ]] || root=(sudo)
    "${root[@]}" apt-get update
    "${root[@]}" apt-get install --yes --no-install-recommends python3-torch libopenblas0-pthread
    /usr/bin/python3 -c 'import torch; print("PyTorch", torch.__version__)'
}

peers=("$@")
((${#peers[@]})) || peers=(onnxruntime pytorch)
for peer in "${peers[@]}"; do
    case $peer in
    onnxruntime | pytorch) "install_$peer" ;;
    *)
        echo "setup.sh: unknown peer '$peer'; there are onnxruntime and pytorch" >&2
        exit 2
        ;;
    esac
done
