#!/usr/bin/env bash
# build.sh [MODULE...]: packages the modules of the platform (or these) whose sources are newer than their last build.
# RADIUM_PREBUILT=true: whoever calls has built them, as the end-to-end tests of a Maven run have.
set -euo pipefail
[ "${RADIUM_PREBUILT:-false}" != true ] || exit 0
cd "$(dirname "$0")/.."
shared=(pom.xml service-parent/pom.xml contracts/pom.xml contracts/src/main service-kit/pom.xml service-kit/src/main
  process/pom.xml process/src/main gguf/pom.xml gguf/src/main)
platform=(devstack account-service model-service deployment-service billing-service analytics-service
  finetune-service gateway-service inference-worker trainer)

outdated() { # module
  local stamp=$1/target/.radium-built
  [ ! -f "$stamp" ] || [ -n "$(find "${shared[@]}" "$1/pom.xml" "$1/src/main" -newer "$stamp" -print -quit)" ]
}

[ $# -gt 0 ] || set -- "${platform[@]}"
due=()
for module in "$@"; do
  if grep -q "<module>$module</module>" pom.xml && outdated "$module"; then due+=("$module"); fi
done
[ ${#due[@]} -gt 0 ] || exit 0

# Not in RADIUM_HOME: whether that folder is Radium's to write in, the platform's own start decides.
mkdir -p target
log=target/build.log
started=$(mktemp)
trap 'rm -f "$started"' EXIT
echo "building ${due[*]} (about $((20 + 12 * ${#due[@]})) s)"
if ! ./mvnw -DskipTests -Dspotless.check.skip=true package -pl "$(IFS=,; echo "${due[*]}")" -am 2>&1 | tee "$log" |
  awk '/^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]$/ { name = $0; sub(/^\[INFO\] Building /, "", name); sub(/ [0-9.]+-SNAPSHOT +/, " ", name); print "  " name; fflush() }'; then
  grep -E '^\[(ERROR|WARNING)\]' "$log" | head -20 >&2
  echo "radium: the build failed, see $log" >&2
  exit 1
fi
for module in "${due[@]}"; do touch -r "$started" "$module/target/.radium-built"; done
