#!/usr/bin/env bash
# Publishes examples/Edge with NativeAOT and measures the binary: its size without the weights; the whole process, from its
# start through the first answer to its end; its memory; a call. Exits with 1 where it is past what docs/benchmarks.md promises.
# Times are only reported: they say as much about the machine, and what else it does, as about the binary. What the process takes
# is judged by how many times the processor time of an empty one it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
output=artifacts/edge
runs=51
largest_size=2500000      # bytes
most_processor_time=16    # times that of an empty process
largest_memory=20         # megabytes

dotnet publish examples/Edge --configuration Release --output "$output" "$@"
"${CC:-cc}" -O2 -o "$output/measure" bench/measure.c

size=$(($(wc -c < "$output/Edge") - $(wc -c < examples/Edge/lenet5.safetensors)))
read -r process _ processor _ ratio _ memory _ < <("$output/measure" "$runs" "$output/Edge" --once)
once=$("$output/Edge" --once)
many=$("$output/Edge")

echo "$once"
echo "$many"
echo "binary without weights: $size bytes (at most $largest_size)"
echo "whole process: $process ms, the median of $runs"
echo "processor time of it: $processor ms, $ratio times that of an empty process (at most $most_processor_time)"
echo "resident memory: $memory MB (at most $largest_memory)"

fail() { echo "edge.sh: $1" >&2; exit 1; }
within() { awk -v value="$1" -v most="$2" 'BEGIN { exit !(value <= most) }'; }
[[ $once =~ ^drawn\ ([0-9]),\ read\ ([0-9])$ && ${BASH_REMATCH[1]} == "${BASH_REMATCH[2]}" ]] || fail "read another digit than was drawn"
[[ $many == *" 0 bytes allocated a call"* ]] || fail "a call allocated memory"
within "$size" "$largest_size" || fail "the binary is too large"
within "$ratio" "$most_processor_time" || fail "the process takes too much processor time"
within "$memory" "$largest_memory" || fail "the process takes too much memory"
