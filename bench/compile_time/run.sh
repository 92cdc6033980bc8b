#!/bin/sh
# How long examples/01 takes to compile at -O2, in either form (core/config.hpp), beside a small Boost.Graph program: the least processor
# time of several tries each, in turn. Run: sh bench/compile_time/run.sh [COMPILER [TRIES]]
# Wanted: at most 2.5 times the Boost.Graph program, 4 times header-only.
set -eu
cd "$(dirname "$0")/../.."
compiler=${1:-g++} tries=${2:-5}
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

compile() {
  name=$1 source=$2
  shift 2
  # A shell of its own, whose children are this compiler alone.
  (
    "$compiler" -std=c++20 -O2 -ffp-contract=off -Iinclude "$@" -c "$source" -o "$folder/out.o"
    times >"$folder/times"
  )
  awk 'NR == 2 { split($1, t, /[ms]/); print t[1] * 60 + t[2] }' "$folder/times" >>"$folder/$name"
}
for _ in $(seq "$tries"); do
  compile boost_graph bench/compile_time/adjacency_list.cpp
  compile compiled examples/01_first_network.cpp
  compile header_only examples/01_first_network.cpp -DCAPNET_HEADER_ONLY
done
least() { sort -n "$folder/$1" | head -n 1; }
base=$(least boost_graph)
for name in boost_graph compiled header_only; do
  least "$name" | awk -v name="$name" -v base="$base" '{ printf "%-12s %6.2f s %6.2f times\n", name, $1, $1 / base }'
done
