"""reports.py STAMP SECONDS: sums up the tests that ran since STAMP was made, and fails if one of them was skipped: what a machine
lacks for a test is to be installed (./radium doctor --fix), and what must not run everywhere has a tag."""

import sys
from pathlib import Path
from xml.etree import ElementTree

stamp, seconds = Path(sys.argv[1]), int(sys.argv[2])
since = stamp.stat().st_mtime_ns
reports = [
    report
    for kind in ("surefire", "failsafe")
    for report in Path().glob(f"*/target/{kind}-reports/TEST-*.xml")
    if report.stat().st_mtime_ns > since
]
tests = failed = 0
skipped = []
for report in reports:
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        tests += 1
        failed += case.find("failure") is not None or case.find("error") is not None
        why = case.find("skipped")
        if why is not None:
            skipped.append(f"{case.get('classname')}.{case.get('name')}: {why.get('message') or 'no reason given'}")
for one in skipped:
    print(f"radium: skipped, which is a failure: {one}", file=sys.stderr)
print(f"{tests} tests, {failed} failed, {len(skipped)} skipped, {seconds} s")
sys.exit(1 if skipped else 0)
