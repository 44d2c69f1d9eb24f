#!/usr/bin/env bash
# Runs a fuzz target: tests/fuzz/run.sh TARGET [options of libFuzzer], such as -runs=100000.
# FUZZ_PROFILE=quick builds in a fraction of the time. Works with a stable Rust and a C++ compiler; `cargo fuzz run TARGET` does the same with its own flags.
set -euo pipefail
cd "$(dirname "$0")"
target=$1
shift
profile=${FUZZ_PROFILE:-release}
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table"
triple=$(rustc -vV | sed -n 's/^host: //p')
# With a target given, build scripts and macros are built without the flags.
cargo build --profile "$profile" --target "$triple" --bin "$target"
mkdir -p "corpus/$target" artifacts
exec "target/$triple/$profile/$target" "corpus/$target" "seeds/$target" -artifact_prefix=artifacts/ -max_len=4096 -timeout=10 "$@"
