#!/usr/bin/env bash
# Runs fuzz targets one after another: run.sh SECONDS FOLDER [TARGET…]. The build, new inputs and inputs that cause a failure are
# written to FOLDER. If a target fails, the remaining targets still run, and the exit status is 1.
set -euo pipefail
seconds=$1 folder=$2
shift 2
cd "$(dirname "${BASH_SOURCE[0]}")"
targets=("$@")
((${#targets[@]})) || mapfile -t targets < <(basename --suffix=.rs targets/*.rs)

# Link-time optimization would remove the counters of the fuzzer.
export CARGO_PROFILE_RELEASE_LTO=false
options=(--sanitizer none --codegen-units 16 --target-dir "$folder/build" --fuzz-dir .)
cargo fuzz build "${options[@]}"

failed=()
for target in "${targets[@]}"; do
  learned="$folder/corpus/$target" found="$folder/found/$target"
  mkdir -p "$learned" "$found"
  saved=("corpus/$target")
  [[ ! -d found/$target ]] || saved+=("found/$target")
  echo "fuzz: running $target for $seconds seconds" >&2
  cargo fuzz run "${options[@]}" "$target" "$learned" "${saved[@]}" -- \
    -max_total_time="$seconds" -max_len=8192 -timeout=10 -print_final_stats=1 -artifact_prefix="$found/" || failed+=("$target")
done
if ((${#failed[@]})); then
  echo "fuzz: failures in ${failed[*]}; the inputs are in $folder/found; see fuzz/README.md for the next steps" >&2
  exit 1
fi
echo "fuzz: ${#targets[@]} targets, no failures"
