#!/usr/bin/env bash
# The whole program on a large journal, in one run with what it is measured against: `check` beside
# `wc -w` over the same files, `build` beside the least that a generator must do (benches/floor.rs).
# usage: benches/whole.sh FOLDER [RUNS]   (needs GNU time as /usr/bin/time)
set -euo pipefail
folder=$(realpath "${1:?a folder of Markdown}")
runs=${2:-5}
cd "$(dirname "$0")/.."
program=target/release/evenkeel
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
floor=$(cargo bench --locked --bench floor --no-run 2>&1 | sed -n 's/.*(\(target[^)]*\)).*/\1/p' | tail -n 1)

source benches/measure.sh

count() { find "$folder" -name '*.md' -print0 | LC_ALL=C.UTF-8 xargs -0 wc -w; }
export -f count
export folder

tell() { # name, wall, CPU, memory, and of what it is measured against wall and CPU
    awk -v name="$1" -v wall="$2" -v cpu="$3" -v peak="$4" -v w="$5" -v c="$6" 'BEGIN {
        printf "%-6s %.2f s, %.2f s CPU, %.0f MB; %.1f times the wall time, %.1f times the CPU\n",
            name, wall, cpu, peak / 1024, wall / w, cpu / c }'
}

read -r words_wall words_cpu _ < <(measure bash -c count)
read -r wall cpu peak < <(measure "$program" check --quiet --exit-zero "$folder")
printf 'wc -w  %.2f s, %.2f s CPU\n' "$words_wall" "$words_cpu"
tell check "$wall" "$cpu" "$peak" "$words_wall" "$words_cpu"
read -r floor_wall floor_cpu _ < <(measure "$floor" "$folder" "$out/floor-RUN")
read -r wall cpu peak < <(measure "$program" build "$folder" --output "$out/site-RUN")
printf 'floor  %.2f s, %.2f s CPU\n' "$floor_wall" "$floor_cpu"
tell build "$wall" "$cpu" "$peak" "$floor_wall" "$floor_cpu"
