#!/usr/bin/env bash
# schema.sh [OPERATION...]: makes requests of the API's description (operations by their ids, all without one), right ones and wrong
# ones, and holds every reply to it (Schemathesis): each mount with a seed of its own, the last at random. An hour or two;
# e2e/target/schema has what it says meanwhile.
# RADIUM_SCHEMA_EXAMPLES (200): requests of an operation in each phase. RADIUM_SCHEMA_SEEDS ("1 2 random").
# schema.sh --run OPTION...: runs the program itself, of the versions that e2e/src/test/schema names; fetched from PyPI once per machine.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" = --run ]; then
  cd e2e/src/test/schema
  tools=${XDG_CACHE_HOME:-$HOME/.cache}/radium/schemathesis-$(cksum <requirements.txt | cut -d' ' -f1)
  if [ ! -f "$tools/.done" ]; then
    python3 -m venv "$tools" >&2
    "$tools/bin/pip" install --quiet --disable-pip-version-check --requirement requirements.txt >&2
    touch "$tools/.done"
  fi
  env PYTHONDONTWRITEBYTECODE=1 "$tools/bin/schemathesis" --no-color --config-file schemathesis.toml run "${@:2}" |
    tee "../../../target/schema/${RADIUM_MOUNT//\//-}.log"
  exit
fi

bin/prepare.sh
bin/build.sh
exec ./mvnw verify -Dexcluded.long.tests=none -pl e2e -am -Dtest=SchemaTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dtest.timeout.seconds=14400 \
  "-Dschema.examples=${RADIUM_SCHEMA_EXAMPLES:-200}" "-Dschema.seeds=${RADIUM_SCHEMA_SEEDS:-1 2 random}" "-Dschema.operations=$*"
