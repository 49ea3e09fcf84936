#!/usr/bin/env bash
# What the shipped gateway costs beside nginx: ./run.sh [gateway] [--rounds N] [--only direct,floor,nginx,ours] …
# Builds what is missing. Exits 0 if every bar of bench/report.py is met. Takes about six minutes.
set -euo pipefail
cd "$(dirname "$0")"
for need in cargo nginx redis-server taskset python3; do
  command -v "$need" > /dev/null || { echo "bench: $need is missing; ./radium doctor names the package" >&2; exit 1; }
done
# shellcheck source=../bin/jdk.sh
. ../bin/jdk.sh
../bin/build.sh gateway-service
(cd loadkit && cargo build --release --quiet)
exec python3 -m bench "$@"
