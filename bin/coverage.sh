#!/usr/bin/env bash
# coverage.sh: runs the tests of each module that has a profile coverage in its POM, says which share of each package's lines
# they reach (JaCoCo), and fails below the bar that stands there. Reports: */target/site/jacoco. Some minutes.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
modules=()
for pom in */pom.xml; do
  if grep -q '<id>coverage</id>' "$pom"; then modules+=("${pom%/pom.xml}"); fi
done
for module in "${modules[@]}"; do rm -rf "${module:?}/target/site/jacoco" "$module/target/jacoco.exec"; done
./mvnw prepare-package -Pcoverage -Dspotless.check.skip=true -pl "$(IFS=,; echo "${modules[*]}")" -am
code=$?
python3 bin/coverage.py "${modules[@]}" || code=1
exit $code
