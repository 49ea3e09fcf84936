"""mutations.py MODULE...: says for each set of packages how many mutants its tests killed, names the survivors, and fails below the bar."""

import sys
from pathlib import Path
from xml.etree import ElementTree

KILLED = ("KILLED", "TIMED_OUT", "MEMORY_ERROR", "RUN_ERROR")
POM = {"m": "http://maven.apache.org/POM/4.0.0"}


def sets(module):
    """Name and bar of each set of packages in the module's profile."""
    pom = ElementTree.parse(Path(module) / "pom.xml").getroot()
    for execution in pom.iterfind("m:profiles/m:profile[m:id='mutations']//m:execution", POM):
        yield execution.findtext("m:id", "", POM), int(execution.findtext("m:configuration/m:mutationThreshold", "100", POM))


def judged(module, name, bar):
    report = Path(module, "target/pit-reports", name, "mutations.xml")
    if not report.exists():
        print(f"{module} {name}: no report, Maven says why above")
        return False
    mutants = list(ElementTree.parse(report).getroot().iter("mutation"))
    alive = [mutant for mutant in mutants if mutant.get("status") not in KILLED]
    for mutant in alive:
        place = f"{mutant.findtext('sourceFile')}:{mutant.findtext('lineNumber')}"
        print(f"  {mutant.get('status', '').lower()} {place} {mutant.findtext('description')}")
    # As PIT rounds it.
    share = round(100 * (len(mutants) - len(alive)) / max(1, len(mutants)))
    met = share >= bar
    print(
        f"{module} {name}: {len(mutants) - len(alive)} of {len(mutants)} mutants killed, {share} %, "
        f"bar {bar} %: {'met' if met else 'MISSED'}"
    )
    return met


results = [judged(module, name, bar) for module in sys.argv[1:] for name, bar in sets(module)]
sys.exit(0 if results and all(results) else 1)
