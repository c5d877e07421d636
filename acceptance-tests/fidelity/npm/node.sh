# Sourced: adds Node.js 18 or newer and npm to PATH; installs them from PyPI into `.node/` if they are missing.

enough_node() {
  command -v npm >/dev/null && command -v node >/dev/null || return 1
  (($(node -p 'parseInt(process.versions.node)') >= 18))
}

prepare_node() {
  if enough_node; then return; fi
  local venv=$PWD/.node
  if ! cmp -s requirements.txt "$venv/requirements.installed"; then
    echo "fidelity: no Node.js 18 or newer with npm on PATH; fetching it into $venv" >&2
    rm -rf "$venv"
    python3 -m venv "$venv" && "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt || {
      echo "fidelity: install Node.js 18 or newer with npm (Debian: apt-get install --no-install-recommends nodejs npm)," >&2
      echo "or let python3 install requirements.txt (Debian: apt-get install python3-venv)" >&2
      exit 1
    }
    cp requirements.txt "$venv/requirements.installed"
  fi
  PATH=$venv/bin:$PATH
  enough_node || {
    echo "fidelity: $venv has no node and npm that run on this machine; install Node.js 18 or newer with npm" >&2
    exit 1
  }
}
