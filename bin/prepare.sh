#!/usr/bin/env bash
# prepare.sh: what the platform needs beside Maven, once per machine: the engine (about 2 minutes) and the demo's models, one that
# chats and one that makes embeddings.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${RADIUM_LLAMA_SERVER:-}" ] || engine/build.sh
bin/model.sh >/dev/null
bin/model.sh all-minilm-l6-v2 >/dev/null
