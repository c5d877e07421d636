#!/usr/bin/env bash
# Tencent Cloud's Node.js package calls every action of the emulator, and causes documented errors.
# PROVIDER_BINARY is the path of a provider binary; tencent-npm.json is written to FIDELITY_REPORT_DIR (default: a temporary folder).
# Node.js is not a requirement of the project: without it, and without PyPI to get it from, this part fails and says what to install.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../npm"
source ../emulator.sh
source node.sh

prepare_node
cd "$here"
# The packages are installed again when the locked versions change.
if ! cmp -s package-lock.json node_modules/package-lock.installed; then
  npm ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error
  cp package-lock.json node_modules/package-lock.installed
fi

report=${FIDELITY_REPORT_DIR:-$work}
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
# The package would send requests to a proxy of the environment.
unset HTTP_PROXY HTTPS_PROXY http_proxy https_proxy ALL_PROXY all_proxy
node --test differences.test.mjs >"$work/tests" || {
  cat "$work/tests" >&2
  exit 1
}
build_provider
"$PROVIDER_BINARY" emulator --print-world >"$work/world.toml"
cat ../tencent/world_more.toml >>"$work/world.toml"
start_emulator --world "$work/world.toml"
echo "fidelity: the emulator at $url, driven by Tencent Cloud's Node.js package"
node main.mjs "$url" "$report" || {
  echo "fidelity: the last log lines of the emulator:" >&2
  tail -n 10 "$emulator_log" >&2
  exit 1
}
