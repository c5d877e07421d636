#!/usr/bin/env bash
# The vendor's Node.js packages as a second client of the emulator, and the guide's Node.js snippet.
# PROVIDER_BINARY is a built provider; FIDELITY_REPORT_DIR takes npm.json (a temporary folder when unset).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here"
source ../emulator.sh
source node.sh

prepare_node
# The packages are installed anew when the locked versions change.
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
# From standard input it finds the packages of this folder.
told=$(EMULATOR=${url#http://} node --input-type=module - <../snippets/node_sdk.mjs) || failed=1
if [[ ! $told =~ ^[a-z0-9]+\ orders\ NotStarted$ ]]; then
  echo "fidelity: snippets/node_sdk.mjs printed: $told" >&2
  failed=1
fi
if ((failed)); then
  echo "fidelity: the emulator's last log lines:" >&2
  tail -n 10 "$emulator_log" >&2
fi
exit "$failed"
