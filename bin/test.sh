#!/usr/bin/env bash
# test.sh [MAVEN-OPTION...]: what must hold before a change goes in. First time on a machine: about 10 minutes more for the
# engine, the demo model and a Kubernetes control plane.
set -uo pipefail
cd "$(dirname "$0")/.."
begin=$SECONDS
bin/prepare.sh || exit 1
[ ! -x k8s/devcluster/build.sh ] || k8s/devcluster/build.sh || exit 1
stamp=$(mktemp)
trap 'rm -f "$stamp"' EXIT
./mvnw verify -Dexcluded.tests=none "$@"
code=$?
find . -path ./node_modules -prune -o \( -path '*/surefire-reports/TEST-*.xml' -o -path '*/failsafe-reports/TEST-*.xml' \) \
  -newer "$stamp" -print0 | xargs -0 -r grep -ho '<testsuite [^>]*' |
  awk -v seconds=$((SECONDS - begin)) '
    { for (field = 1; field <= NF; field++) if (match($field, /^(tests|failures|errors|skipped)="/)) {
        split($field, pair, "\""); sum[substr(pair[1], 1, length(pair[1]) - 1)] += pair[2] } }
    END { printf "%d tests, %d failed, %d skipped, %d s\n", sum["tests"], sum["failures"] + sum["errors"], sum["skipped"], seconds }'
[ $code -eq 0 ] || echo "radium: the tests failed; Maven says where, above" >&2
exit $code
