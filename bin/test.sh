#!/usr/bin/env bash
# test.sh [MAVEN-OPTION...]: what must hold before a change goes in. First time on a machine: about 10 minutes more for the
# engine, the demo model, an S3 server and a Kubernetes control plane.
# test.sh --mutations [MODULE...]: whether the tests of the pure packages notice when the code is changed (PIT); each
# module's POM names its packages and its bar. Some minutes.
# test.sh --schema [OPERATION...]: whether every reply is as the API's description says, to requests made of it (Schemathesis).
# test.sh --clients [NAME...]: which feature of which unmodified client (e2e/clients) works against the platform. About ten minutes.
# test.sh --coverage: which lines a module's own tests reach (JaCoCo); its POM names its packages and their bar. Some minutes.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
begin=$SECONDS
if [ "${1:-}" = --mutations ]; then
  exec bin/mutations.sh "${@:2}"
fi
if [ "${1:-}" = --schema ]; then
  exec bin/schema.sh "${@:2}"
fi
if [ "${1:-}" = --coverage ]; then
  exec bin/coverage.sh
fi
if [ "${1:-}" = --clients ]; then
  exec bin/clients.sh "${@:2}"
fi
bin/lint.sh || exit 1
bin/prepare.sh || exit 1
bin/s3-server.sh >/dev/null || exit 1
[ ! -x k8s/devcluster/build.sh ] || k8s/devcluster/build.sh || exit 1
stamp=$(mktemp)
trap 'rm -f "$stamp"' EXIT
./mvnw verify -Dexcluded.tests=none -Dtest.reruns=1 "$@"
code=$?
[ $code -eq 0 ] || echo "radium: the tests failed; Maven says where, above" >&2
bin/lint.sh --api || code=1
python3 bin/reports.py "$stamp" $((SECONDS - begin)) || code=1
case " $* " in
  *" -o "* | *" --offline "*) echo "radium: offline, so the bill of materials is left out" ;;
  *) bin/bom.sh || code=1 ;;
esac
exit $code
