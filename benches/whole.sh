#!/usr/bin/env bash
# The whole program on a large journal, beside `wc -w` over the same files: CPU seconds, peak memory
# and the ratio. usage: benches/whole.sh FOLDER [RUNS]   (needs GNU time as /usr/bin/time)
set -euo pipefail
folder=${1:?a folder of Markdown}
runs=${2:-5}
program=$(dirname "$0")/../target/release/evenkeel

measure() { # prints the least CPU seconds of all runs, and the peak memory in kB
    for _ in $(seq "$runs"); do
        /usr/bin/time -f '%U %S %M' "$@" 2>&1 >/dev/null | tail -n 1
    done | awk '{ cpu = $1 + $2; if (NR == 1 || cpu < least) least = cpu; if ($3 > peak) peak = $3 }
        END { print least, peak }'
}

count() { find "$folder" -name '*.md' -print0 | LC_ALL=C.UTF-8 xargs -0 wc -w; }
export -f count
export folder

read -r floor _ < <(measure bash -c count)
read -r cpu peak < <(measure "$program" check --quiet --exit-zero "$folder")
awk -v floor="$floor" -v cpu="$cpu" -v peak="$peak" 'BEGIN {
    printf "wc -w: %.2f s CPU\ncheck: %.2f s CPU, %.1f MB\nratio: %.1f\n", floor, cpu, peak / 1024, cpu / floor }'
