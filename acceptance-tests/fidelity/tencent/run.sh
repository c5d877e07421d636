#!/usr/bin/env bash
# Tencent Cloud's Python SDK calls every action of the emulator, and causes documented errors.
# PROVIDER_BINARY is the path of a provider binary; tencent.json is written to FIDELITY_REPORT_DIR (default: a temporary folder).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/.."
source emulator.sh

python=$here/../.venv/bin/python
if [[ ! -x $python ]]; then
  echo "fidelity: $python is missing; run make fidelity, which installs the SDK packages there" >&2
  exit 1
fi
report=${FIDELITY_REPORT_DIR:-$work}
export PYTHONDONTWRITEBYTECODE=1
# The SDK would send requests to a proxy of the environment.
unset HTTP_PROXY HTTPS_PROXY http_proxy https_proxy ALL_PROXY all_proxy
# Its world is the built-in world with an account without money.
build_provider
"$PROVIDER_BINARY" emulator --print-world >"$work/world.toml"
cat tencent/world_more.toml >>"$work/world.toml"
start_emulator --world "$work/world.toml"
echo "fidelity: the emulator at $url, driven by Tencent Cloud's Python SDK"
"$python" -m tencent.drive "$url" "$report" ${FIDELITY_ALL:+--all}
