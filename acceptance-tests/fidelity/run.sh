#!/usr/bin/env bash
# Compares the emulator, the clients and schemas/*/actions with the clouds' SDKs:
#   1. schemas/alibaba/actions/*.json match the pinned SDK packages, and schemas/tencent/actions/*.json the pinned tccli;
#      endpoints.toml and the emulator's tables of actions and parameters do not contradict them,
#   2. the Python SDKs call every action of the emulator, and cause every documented error,
#   3. client/, npm/, tencent/ and tencent-npm/, which have separate run.sh scripts, do the same for the provider's client, for the npm
#      packages, and for the Python SDK and the npm package of Tencent Cloud.
# A table is printed last. A difference is a failure, and so is a part without numbers.
# With an argument, only one part runs: `run.sh actions` rewrites the files, `run.sh check` compares them,
# `run.sh python` calls the emulator. PROVIDER_BINARY=path uses a built provider instead of building the debug binary.
# FIDELITY_ALL=1 prints every step.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
venv=$here/.venv
python=$venv/bin/python
# shellcheck source=emulator.sh
source "$here/emulator.sh"

# The virtual environment is created again when the pinned versions change.
prepare_python() {
  command -v python3 >/dev/null || {
    echo "fidelity: python3 is missing; install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)" >&2
    exit 1
  }
  if cat "$here/requirements.txt" "$here/tccli.txt" | cmp -s - "$venv/requirements.installed"; then return; fi
  rm -rf "$venv"
  python3 -m venv "$venv" || {
    echo "fidelity: python3 cannot create a virtual environment (Debian: apt-get install python3-venv)" >&2
    exit 1
  }
  "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$here/requirements.txt"
  # Only its API description is read, so that it needs none of its dependencies.
  "$python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$here/tccli.txt"
  cat "$here/requirements.txt" "$here/tccli.txt" >"$venv/requirements.installed"
}

# Every part runs, so that one run shows all differences.
failed=0
part() {
  echo "fidelity: $1"
  shift
  "$@" || failed=1
}

check_facts() {
  part "schemas/alibaba/actions against the SDK packages" "$python" extract_actions.py --check
  part "schemas/tencent/actions against tccli" "$python" extract_tencent_actions.py --check
  part "hand-written tables against the SDK packages" "$python" check_tables.py
  part "the emulator's tables of Tencent Cloud against tccli" "$python" -m tencent.tables
}

drive() {
  part "the comparer, the table of errors and the last table" "$python" -m unittest --quiet test_shapes test_errors test_table
  # Its world is the built-in world with some invalid objects.
  build_provider
  "$PROVIDER_BINARY" emulator --print-world >"$work/world.toml"
  cat world_more.toml >>"$work/world.toml"
  start_emulator --world "$work/world.toml" --tls "$work/authority.pem"
  part "the emulator at $url, driven by the Python SDKs" \
    env SSL_CERT_FILE="$work/authority.pem" REQUESTS_CA_BUNDLE="$work/authority.pem" "$python" drive.py "$url" "$FIDELITY_REPORT_DIR" ${FIDELITY_ALL:+--all}
  if ((failed)); then
    echo "fidelity: the last log lines of the emulator:" >&2
    tail -n 10 "$emulator_log" >&2
  fi
}

prepare_python
cd "$here"
export PYTHONDONTWRITEBYTECODE=1 FIDELITY_REPORT_DIR=$work/report
mkdir "$FIDELITY_REPORT_DIR"
case ${1:-all} in
  actions)
    part "writing schemas/alibaba/actions" "$python" extract_actions.py
    part "writing schemas/tencent/actions" "$python" extract_tencent_actions.py
    ;;
  check) check_facts ;;
  python)
    drive
    export PROVIDER_BINARY
    part tencent tencent/run.sh
    part "what was covered" "$python" table.py "$FIDELITY_REPORT_DIR" python tencent
    ;;
  all)
    check_facts
    drive
    export PROVIDER_BINARY
    for other in client npm tencent tencent-npm; do
      part "$other" "$other/run.sh"
    done
    part "what was covered" "$python" table.py "$FIDELITY_REPORT_DIR" python client npm tencent tencent-npm
    ;;
  *)
    echo "usage: run.sh [actions|check|python]" >&2
    exit 2
    ;;
esac
exit "$failed"
