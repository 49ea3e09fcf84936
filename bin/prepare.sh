#!/usr/bin/env bash
# prepare.sh: what the platform needs beside Maven, once per machine: the engine (about 2 minutes) and the demo model.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${RADIUM_LLAMA_SERVER:-}" ] || engine/build.sh
bin/model.sh >/dev/null
