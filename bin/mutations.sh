#!/usr/bin/env bash
# mutations.sh [MODULE...]: changes the pure packages one instruction at a time (PIT) and fails where the tests notice fewer of
# the changes than a module's POM asks for (profile mutations). Reports: */target/pit-reports. Some minutes.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
modules=("$@")
if [ ${#modules[@]} -eq 0 ]; then
  for pom in */pom.xml; do
    if grep -q '<id>mutations</id>' "$pom"; then modules+=("${pom%/pom.xml}"); fi
  done
fi
for module in "${modules[@]}"; do rm -rf "${module:?}/target/pit-reports"; done
# One module below its bar must not keep the others from being looked at: mutations.py judges, by the same numbers.
./mvnw process-test-classes -Pmutations -Dspotless.check.skip=true -pl "$(IFS=,; echo "${modules[*]}")" -am --fail-never || exit 1
python3 bin/mutations.py "${modules[@]}"
