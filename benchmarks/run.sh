#!/usr/bin/env bash
# What our own parts cost beside a peer, in one run:
#   ./run.sh [gateway] [--rounds N] [--only direct,floor,nginx,ours] …   the shipped gateway beside nginx, about a quarter of an hour
#   ./run.sh worker [--rounds N] [--threads N]                           the worker beside its engine alone, about eight minutes
#   ./run.sh embeddings [--rounds N] [--threads N]                       the worker's vectors beside its engine's, three minutes
#   ./run.sh soak [--minutes N] [--threads N]                            the memory of both at full slots, 25 minutes
# Builds what is missing. Exits 0 if every bar is met.
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=../bin/jdk.sh
. ../bin/jdk.sh

need() {
  for program in "$@"; do
    command -v "$program" > /dev/null || { echo "bench: $program is missing; ./radium doctor names the package" >&2; exit 1; }
  done
}

model=smollm2-135m-instruct
case "${1:-}" in
  worker) module=bench.worker ;;
  soak) module=bench.worker.soak ;;
  embeddings) module=bench.worker.embeddings model=all-minilm-l6-v2 ;;
  *) module= ;;
esac
if [ -n "$module" ]; then
  shift
  need python3
  ../bin/build.sh inference-worker
  model=$(../bin/model.sh "$model")
  engine=${RADIUM_LLAMA_SERVER:-${XDG_CACHE_HOME:-$HOME/.cache}/radium/engine/llama.cpp-v0.5.0-6/llama-server}
  [ -x run/python/bin/python ] || { python3 -m venv run/python && run/python/bin/pip install --quiet grpcio==1.76.0; }
  exec run/python/bin/python -m "$module" --model "$model" --engine "$engine" "$@"
fi
need cargo nginx redis-server taskset python3
../bin/build.sh gateway-service
(cd loadkit && cargo build --release --quiet)
exec python3 -m bench "$@"
