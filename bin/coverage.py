"""coverage.py MODULE...: says how many lines of each package a module's own tests reached, least first."""

import sys
from pathlib import Path
from xml.etree import ElementTree


def reached(module):
    """Name, lines reached and lines of each package."""
    report = ElementTree.parse(Path(module, "target/site/jacoco/jacoco.xml")).getroot()
    for package in report.iterfind("package"):
        lines = package.find("counter[@type='LINE']")
        if lines is not None:
            covered = int(lines.get("covered", 0))
            yield package.get("name", "").replace("/", "."), covered, covered + int(lines.get("missed", 0))


missing = False
for module in sys.argv[1:]:
    if not Path(module, "target/site/jacoco/jacoco.xml").exists():
        print(f"{module}: no report, Maven says why above")
        missing = True
        continue
    for name, covered, lines in sorted(reached(module), key=lambda package: package[1] / package[2]):
        print(f"{100 * covered / lines:6.1f} %  {covered:5} of {lines:5} lines  {name}")
sys.exit(1 if missing else 0)
