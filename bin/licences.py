"""licences.py BOM: names each component of a CycloneDX bill of materials that is under no licence of this list."""

import json
import sys
from pathlib import Path

# Those that allow an Apache-2.0 product to contain the library unchanged. Of several licences one is enough.
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CDDL-1.0",
    "CDDL-1.1",
    "EPL-1.0",
    "EPL-2.0",
    "GPL-2.0-with-classpath-exception",
    "LGPL-2.1-only",
    "LGPL-2.1-or-later",
    "MIT",
    "MIT-0",
    "UPL-1.0",
    "Public Domain",
    "Unicode-DFS-2016",
}
# Whose POM says nothing that the list knows, looked up at the project itself.
KNOWN = {
    "com.google.re2j:re2j": "BSD-3-Clause",
    "com.ibm.icu:icu4j": "Unicode-DFS-2016",
    "net.sf.jasperreports:jasperreports-fonts": "LGPL-2.1-or-later",
    "com.hubspot:algebra": "Apache-2.0",
    "com.hubspot.immutables:immutables-exceptions": "Apache-2.0",
}


def names(component):
    for choice in component.get("licenses", []):
        licence = choice.get("license", {})
        named = licence.get("id") or licence.get("name") or choice.get("expression", "")
        yield from (word.strip("() ") for word in named.replace(" AND ", " OR ").split(" OR "))


components = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["components"]
refused = []
for component in components:
    coordinates = f"{component.get('group', '')}:{component['name']}"
    licences = {KNOWN.get(coordinates, name) for name in names(component)} or {KNOWN.get(coordinates, "none told")}
    if component.get("group") != "ai.radium" and not licences & ALLOWED:
        refused.append(f"{coordinates} {component.get('version')}: {', '.join(sorted(licences))}")
print("\n".join(f"radium: not on the list of licences: {one}" for one in refused), end="\n" if refused else "", file=sys.stderr)
print(f"{len(components)} components in the bill of materials, {len(refused)} under a licence that is not on the list")
sys.exit(1 if refused else 0)
