# For the scripts beside it: `measure COMMAND…` prints the least wall and CPU seconds of `$runs` runs, and the peak
# memory in kB. RUN in an argument becomes the number of the run, so that each one writes into a fresh folder: file
# systems are slow right after many files were deleted. A linter that finds something ends with another code than 0.
measure() {
    for run in $(seq "$runs"); do
        /usr/bin/time -f '%e %U %S %M' "${@//RUN/$run}" 2>&1 >/dev/null | tail -n 1 || true
    done | awk '{ cpu = $2 + $3; if (NR == 1 || $1 < wall) wall = $1; if (NR == 1 || cpu < least) least = cpu
        if ($4 > peak) peak = $4 } END { print wall, least, peak }'
}
