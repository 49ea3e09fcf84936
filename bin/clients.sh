#!/usr/bin/env bash
# clients.sh [NAME...]: runs the unmodified clients of e2e/clients (or of these folders) against a platform of their own and prints which
# feature of which works: e2e/target/clients.md. Fails if one fails, or if docs/clients.md tells a row otherwise. Each client's packages
# come from its language's registry, once; about ten minutes.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
bin/prepare.sh || exit 1
bin/build.sh || exit 1
exec ./mvnw test -pl e2e -am -Dspotless.check.skip=true -Dtest=ClientsTableTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dexcluded.clients.tests=none -Dtest.timeout.seconds=5400 -Dclients="$(IFS=,; echo "$*")"
