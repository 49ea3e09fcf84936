#!/usr/bin/env bash
# bom.sh: the bill of materials of all modules (CycloneDX, target/bom.json and bom.xml), and whether we may give out what is in it.
set -euo pipefail
cd "$(dirname "$0")/.."
./mvnw -q org.cyclonedx:cyclonedx-maven-plugin:makeAggregateBom "$@"
python3 bin/licences.py target/bom.json
