#!/usr/bin/env bash
# The provider's client against the vendor's: what real applies sent (captured/, which the acceptance tests keep) is sent again by
# the Python SDK and compared; then the guide's Python snippet.
# PROVIDER_BINARY is a built provider; FIDELITY_REPORT_DIR takes client.json (a temporary folder when unset).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here"
source ../emulator.sh

python=$here/../.venv/bin/python
if [[ ! -x $python ]]; then
  echo "fidelity: $python is missing; run make fidelity, which installs the vendor's packages there" >&2
  exit 1
fi
report=${FIDELITY_REPORT_DIR:-$work}
export PYTHONDONTWRITEBYTECODE=1 NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
"$python" -m unittest --quiet test_wire
start_emulator
failed=0
"$python" replay.py "$url" "$report" || failed=1
told=$(EMULATOR=${url#http://} "$python" ../snippets/python_sdk.py) || failed=1
if [[ ! $told =~ ^[a-z0-9]+\ orders\ NotStarted$ ]]; then
  echo "fidelity: snippets/python_sdk.py printed: $told" >&2
  failed=1
fi
exit "$failed"
