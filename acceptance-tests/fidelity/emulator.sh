# Sourced by the parts that start an emulator: `start_emulator` sets `url`, `emulator_log` returns the path of its log.
# PROVIDER_BINARY is the path of a provider binary; if it is not set, the debug binary is built.

if [[ -n ${PROVIDER_BINARY:-} ]]; then PROVIDER_BINARY=$(realpath "$PROVIDER_BINARY"); fi
work=$(mktemp -d)
emulator=
emulator_log=$work/stderr

end_emulator() {
  if [[ -n $emulator ]]; then
    kill "$emulator" 2>/dev/null || true
    wait "$emulator" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap end_emulator EXIT
trap 'exit 130' INT TERM

build_provider() {
  if [[ -n ${PROVIDER_BINARY:-} ]]; then return; fi
  local root
  root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
  (cd "$root" && cargo build --quiet -p terraform-provider-dts)
  PROVIDER_BINARY=${CARGO_TARGET_DIR:-$root/target}/debug/terraform-provider-dts
}

# Sets `url` after the emulator has printed its address. Arguments are passed to the emulator.
start_emulator() {
  build_provider
  # The shell that starts the emulator may create the file later.
  : >"$work/stdout"
  "$PROVIDER_BINARY" emulator --strict --listen 127.0.0.1:0 "$@" >"$work/stdout" 2>"$emulator_log" &
  emulator=$!
  for _ in $(seq 1 100); do
    url=$(sed -n 's/^emulator listening on //p' "$work/stdout")
    if [[ -n $url ]]; then return; fi
    if ! kill -0 "$emulator" 2>/dev/null; then break; fi
    sleep 0.1
  done
  echo "fidelity: the emulator did not start; its last lines:" >&2
  tail -n 20 "$emulator_log" >&2
  exit 1
}
