#!/usr/bin/env bash
# model.sh: the demo model, SmolLM2-135M-Instruct (Apache-2.0, about 90 MB), in the user's cache. Prints the file's path; does
# nothing when it is there.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
name=smollm2-135m-instruct
export RADIUM_WORKER_MODEL_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/radium/models
if [ ! -f "$RADIUM_WORKER_MODEL_CACHE/$name.gguf" ]; then
  [ -n "${RADIUM_LLAMA_SERVER:-}" ] || "$here/../engine/build.sh"
  "$here/../radium" model pull "$name" >&2
fi
echo "$RADIUM_WORKER_MODEL_CACHE/$name.gguf"
