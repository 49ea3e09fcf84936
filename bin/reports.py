"""reports.py STAMP SECONDS: sums up the tests that ran since STAMP was made, and fails if one of them was skipped: what a machine
lacks for a test is to be installed (./radium doctor --fix), and what must not run everywhere has a tag. A test that failed and
passed when it ran once more is named: it wants mending too."""

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
skipped, flaky = [], []
for report in reports:
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        tests += 1
        failed += case.find("failure") is not None or case.find("error") is not None
        if case.find("flakyFailure") is not None or case.find("flakyError") is not None:
            flaky.append(f"{case.get('classname')}.{case.get('name')}")
        why = case.find("skipped")
        if why is not None:
            skipped.append(f"{case.get('classname')}.{case.get('name')}: {why.get('message') or 'no reason given'}")
for one in skipped:
    print(f"radium: skipped, which is a failure: {one}", file=sys.stderr)
for one in flaky:
    print(f"radium: failed, and passed when it ran once more: {one}", file=sys.stderr)
print(f"{tests} tests, {failed} failed, {len(flaky)} flaky, {len(skipped)} skipped, {seconds} s")
sys.exit(1 if skipped else 0)
