#!/usr/bin/env bash
# Compares the provider's client with Alibaba Cloud's SDK: the Python SDK sends the requests of real applies again (captured/, written by
# the acceptance tests). Then runs the guide's Python snippet.
# PROVIDER_BINARY is the path of a provider binary; client.json is written to FIDELITY_REPORT_DIR (default: a temporary folder).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here"
source ../emulator.sh

python=$here/../.venv/bin/python
if [[ ! -x $python ]]; then
  echo "fidelity: $python is missing; run make fidelity, which installs the SDK packages there" >&2
  exit 1
fi
report=${FIDELITY_REPORT_DIR:-$work}
export PYTHONDONTWRITEBYTECODE=1 NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
"$python" -m unittest --quiet test_wire
start_emulator
failed=0
"$python" replay.py "$url" "$report" || failed=1
output=$(EMULATOR=${url#http://} "$python" ../snippets/python_sdk.py) || failed=1
if [[ ! $output =~ ^[a-z0-9]+\ orders\ NotStarted$ ]]; then
  echo "fidelity: snippets/python_sdk.py printed: $output" >&2
  failed=1
fi
exit "$failed"
