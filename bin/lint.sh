#!/usr/bin/env bash
# lint.sh: what holds for everything that is not Java (Maven judges that): shell, Python, Rust, what the documentation says of
# the tree, and the API's description once it is built.
# lint.sh --api: the API's description alone, which must be built (test.sh asks for it after Maven).
# The linters come from PyPI (requirements.txt), once per machine. Seconds, so test.sh begins with it. All parts run before it fails.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
tools=${XDG_CACHE_HOME:-$HOME/.cache}/radium/lint-$(cksum <bin/requirements.txt | cut -d' ' -f1)
failed=()

if [ ! -f "$tools/.done" ]; then
  mkdir -p "$tools"
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --upgrade --target "$tools" \
    --requirement bin/requirements.txt || { echo "lint: the linters could not be fetched (pip)" >&2; exit 1; }
  touch "$tools/.done"
fi

part() { # name, command...
  "${@:2}" || failed+=("$1")
}

shell() {
  local scripts
  mapfile -t scripts < <(git ls-files --cached --others --exclude-standard |
    while read -r file; do
      case $file in
        *.sh) echo "$file" ;;
        *.*) ;;
        *) if [ -f "$file" ] && head -c 64 "$file" | grep -qE '^#!.*\b(ba|da)?sh$'; then echo "$file"; fi ;;
      esac
    done)
  "$tools/bin/shellcheck" "${scripts[@]}" .ci/run
}

rust() {
  local home=benchmarks/loadkit
  [ -f $home/Cargo.toml ] || return 0
  if ! { cargo fmt --version && cargo clippy --version; } >/dev/null 2>&1; then
    echo "lint: Rust is left out, cargo with rustfmt and clippy is not here (only ./radium bench needs Rust)"
    return 0
  fi
  (cd $home && cargo fmt --check && cargo clippy --quiet --all-targets -- -D warnings)
}

api() {
  local built=contracts/target/classes/ai/radium/contracts/openapi/openapi.json
  if [ ! -f $built ]; then
    echo "lint: the API's description is left out, it is not built (./mvnw -pl contracts process-classes)"
    return "$1"
  fi
  quiet python3 -m openapi_spec_validator --schema 3.0 $built || return
  local redocly=$tools/node_modules/.bin/redocly
  if [ ! -x "$redocly" ] && ! npm install --silent --no-audit --no-fund --prefix "$tools" @redocly/cli@2.77.0 >/dev/null 2>&1; then
    echo "lint: Redocly is left out, npm is not here or could not fetch it"
    return 0
  fi
  quiet "$redocly" lint --extends=recommended --format=stylish $built
}

quiet() { # command...: says something only if it fails
  local code=0
  PYTHONPATH="$tools" REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true "$@" >"$tools/api.log" 2>&1 || code=$?
  [ $code -eq 0 ] || cat "$tools/api.log" >&2
  return $code
}

if [ "${1:-}" = --api ]; then
  api 1
  exit
fi

part shell shell
part python "$tools/bin/ruff" check --quiet --no-cache .
part rust rust
part documentation python3 bin/docs.py
part api api 0
[ ${#failed[@]} -eq 0 ] || { echo "lint: failed: ${failed[*]}" >&2; exit 1; }
