#!/usr/bin/env bash
# Tests the emulator with Alibaba Cloud's Node.js packages as a second client, and runs the guide's Node.js snippet.
# PROVIDER_BINARY is the path of a provider binary; npm.json is written to FIDELITY_REPORT_DIR (default: a temporary folder).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here"
source ../emulator.sh
source node.sh

prepare_node
# The packages are installed again when the locked versions change.
if ! cmp -s package-lock.json node_modules/package-lock.installed; then
  npm ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error
  cp package-lock.json node_modules/package-lock.installed
fi

report=${FIDELITY_REPORT_DIR:-$work}
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
node --test shapes.test.mjs >"$work/tests" || {
  cat "$work/tests" >&2
  exit 1
}
start_emulator
failed=0
node main.mjs "$url" "$report" || failed=1
# A module from standard input finds the packages of this folder.
output=$(EMULATOR=${url#http://} node --input-type=module - <../snippets/node_sdk.mjs) || failed=1
if [[ ! $output =~ ^[a-z0-9]+\ orders\ NotStarted$ ]]; then
  echo "fidelity: snippets/node_sdk.mjs printed: $output" >&2
  failed=1
fi
if ((failed)); then
  echo "fidelity: the last log lines of the emulator:" >&2
  tail -n 10 "$emulator_log" >&2
fi
exit "$failed"
