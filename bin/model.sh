#!/usr/bin/env bash
# model.sh [NAME]: a model that `./radium model` knows by its name, in the user's cache; without a name the demo's chat model,
# SmolLM2-135M-Instruct (Apache-2.0, about 90 MB). Prints the file's path; does nothing when it is there.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
name=${1:-smollm2-135m-instruct}
export RADIUM_WORKER_MODEL_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/radium/models
if [ ! -f "$RADIUM_WORKER_MODEL_CACHE/$name.gguf" ]; then
  [ -n "${RADIUM_LLAMA_SERVER:-}" ] || "$here/../engine/build.sh"
  "$here/../radium" model pull "$name" >&2
fi
echo "$RADIUM_WORKER_MODEL_CACHE/$name.gguf"
