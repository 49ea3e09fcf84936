#!/usr/bin/env bash
# build.sh [OUT]: llama-server and llama-quantize of llama.cpp v0.5.0 with their libraries (33 MB).
# Seven patches. slots-in-turn: slots with different adapters lead batches in turn; upstream, one starves while another generates.
# slots-together: a request goes beside slots that work, so that all of them share a pass over the weights; upstream, each gap
# between them costs another one for every token. cache-by-salt: a request names a cache_salt, and reads from the cache only what
# one with the same salt has put there; upstream, times and counts tell whether somebody else sent the same prompt.
# prefill-in-shares: of prompts that are read at the same time, those that end in half a batch go first and the longer ones in turn;
# upstream, the first slots' hold up all others. short-steps: while several salts come, a step has prompt tokens for 100 ms (64 at
# least), and prompts that end in it take turns with longer ones; without, all wait for whole batches of others. held-text: what may
# have begun a stop sequence is given out when the answer ends with it; upstream, a stream loses it. chat-is-text: what looks like a
# control token in messages and tools is tokenized as text; upstream, a message can end its turn and begin another one.
# Compiles the two tools only, against prebuilt libraries of the same version: about two minutes on two cores.
# Does nothing when OUT is complete. Needs npm, git, cmake, ninja and a C++ compiler.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/radium/engine/llama.cpp-v0.5.0-6}
say() { echo "engine: $*" >&2; }
fail() { say "$*"; exit 1; }

[ -x "$out/llama-server" ] && [ -x "$out/llama-quantize" ] && exit 0
[ "$(uname -sm)" = "Linux x86_64" ] || fail "no prebuilt libraries for $(uname -sm); set RADIUM_LLAMA_SERVER to a llama-server of your own"
for need in npm git cmake ninja c++; do
  command -v "$need" >/dev/null || fail "$need is missing (or set RADIUM_LLAMA_SERVER to a llama-server of your own)"
done

mkdir -p "$out"
out=$(cd "$out" && pwd)
exec 9>"$out.lock"
flock 9
[ -x "$out/llama-server" ] && [ -x "$out/llama-quantize" ] && exit 0
work=$(mktemp -d "$out/.build.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

say "1/4 fetching sources and libraries (npm, about 60 MB)"
npm pack --silent node-llama-cpp@3.22.1 @node-llama-cpp/linux-x64@3.22.1 >/dev/null
sha256sum --check --quiet <<'SUMS' || fail "a download has the wrong checksum"
a0d9dd80eacd2ab1cfe71aee57ac8a806487fd70b3d2a38fbec637752d9e5c5f  node-llama-cpp-3.22.1.tgz
0d953e1503d5ab4608d8ed5b739132308c81ac05ffeb760d2a7f30e08a9f90e0  node-llama-cpp-linux-x64-3.22.1.tgz
SUMS
say "2/4 unpacking"
tar xzf node-llama-cpp-3.22.1.tgz package/llama/gitRelease.bundle
git clone --quiet package/llama/gitRelease.bundle source
git -C source apply "$here/slots-in-turn.patch" "$here/slots-together.patch" "$here/cache-by-salt.patch" \
  "$here/prefill-in-shares.patch" "$here/held-text.patch" "$here/chat-is-text.patch" "$here/short-steps.patch"
tar xzf node-llama-cpp-linux-x64-3.22.1.tgz package/bins
say "3/4 configuring"
cmake -G Ninja -S "$here" -B build -DCMAKE_BUILD_TYPE=Release -DSRC="$work/source" \
  -DPREBUILT="$work/package/bins/linux-x64" >cmake.log 2>&1 || { tail -5 cmake.log >&2; fail "cmake refused"; }
say "4/4 compiling llama-server and llama-quantize (about two minutes)"
ninja -C build llama-server llama-quantize >&2

# The programs last: their presence is what says that the folder is complete.
cp package/bins/linux-x64/*.so source/LICENSE "$out/"
cp build/quantize/llama-quantize "$out/"
cp build/server/llama-server "$out/llama-server.part"
mv "$out/llama-server.part" "$out/llama-server"
say "ready in $out"
