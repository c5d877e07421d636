#!/usr/bin/env bash
# Runs fuzz targets one after the other: run.sh SECONDS FOLDER [TARGET…]. FOLDER takes the build, what the fuzzer learns and what it
# finds. Ends with a failure when there is a finding; the other targets still run.
set -euo pipefail
seconds=$1 folder=$2
shift 2
cd "$(dirname "${BASH_SOURCE[0]}")"
targets=("$@")
((${#targets[@]})) || mapfile -t targets < <(basename --suffix=.rs targets/*.rs)

# Whole-program optimization would take the fuzzer's counters away.
export CARGO_PROFILE_RELEASE_LTO=false
options=(--sanitizer none --codegen-units 16 --target-dir "$folder/build" --fuzz-dir .)
cargo fuzz build "${options[@]}"

failed=()
for target in "${targets[@]}"; do
  learned="$folder/corpus/$target" found="$folder/found/$target"
  mkdir -p "$learned" "$found"
  saved=("corpus/$target")
  [[ ! -d found/$target ]] || saved+=("found/$target")
  echo "fuzz: $target for $seconds s" >&2
  cargo fuzz run "${options[@]}" "$target" "$learned" "${saved[@]}" -- \
    -max_total_time="$seconds" -max_len=8192 -timeout=10 -print_final_stats=1 -artifact_prefix="$found/" || failed+=("$target")
done
if ((${#failed[@]})); then
  echo "fuzz: findings in ${failed[*]}; the inputs are in $folder/found, and fuzz/README.md says what to do with them" >&2
  exit 1
fi
echo "fuzz: ${#targets[@]} targets, no finding"
