#!/usr/bin/env bash
# Tests the policies of examples/policies on plans of the real binary:
#   1. the acceptance tests create the plans and compare the findings of the Rego rules with the expected ones,
#   2. Checkov checks the same plans with the Python checks and must have the same findings.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
venv=$here/.venv
python=$venv/bin/python
cargo=${CARGO:-cargo}
plans=${CARGO_TARGET_DIR:-$root/target}/tmp/policies

# The virtual environment is created again when the pinned versions change.
prepare_python() {
  command -v python3 >/dev/null || {
    echo "policies: python3 is missing; install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)" >&2
    exit 1
  }
  if cmp -s "$here/requirements.txt" "$venv/requirements.installed"; then return; fi
  rm -rf "$venv"
  python3 -m venv "$venv" || {
    echo "policies: python3 cannot create a virtual environment (Debian: apt-get install python3-venv)" >&2
    exit 1
  }
  "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$here/requirements.txt"
  cp "$here/requirements.txt" "$venv/requirements.installed"
}

prepare_python
# Plans of an earlier run would hide that none was created.
rm -rf "$plans"
cd "$root"
echo "policies: plans of the real binary, checked with the Rego rules"
# As the Makefile builds them: another selection would compile most crates again.
"$cargo" build --quiet --workspace --bins --tests
"$cargo" test --quiet --workspace --test suite examples::policies::
echo "policies: the same plans, checked with Checkov"
PYTHONDONTWRITEBYTECODE=1 "$python" "$here/checkov_suite.py" "$plans"
