"""Names what the documentation says and the tree does not: links to no file or heading, packages that a README's table lacks or invents."""

import re
import subprocess
import sys
from pathlib import Path

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)
PACKAGES = re.compile(r"^\| package \|.*\n\|[-| ]+\n((?:\|.*\n)+)", re.MULTILINE)


def pages():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"], check=True, capture_output=True, text=True
    )
    return [page for page in map(Path, listed.stdout.splitlines()) if page.exists()]


def anchors(page):
    """As GitHub makes them of headings."""
    text = CODE.sub(lambda code: "" if code[1] else code[0].strip("`"), page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page):
    for target in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = page.parent / path if path else page
        if not file.exists():
            yield f"{page}: no file {target}"
        elif anchor and file.suffix == ".md" and anchor not in anchors(file):
            yield f"{page}: no heading {target}"


def wrong_packages(page):
    """Of a module whose README has a table of its packages."""
    table = PACKAGES.search(page.read_text(encoding="utf-8"))
    sources = list((page.parent / "src/main/java/ai/radium").glob("*"))
    if not table or len(sources) != 1:
        return
    told = {name for row in table[1].splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    there = {folder.parent.name for folder in sources[0].glob("*/package-info.java")}
    for name in sorted(there - told):
        yield f"{page}: the table of packages lacks {name}"
    for name in sorted(told - there):
        yield f"{page}: there is no package {name}"


found = [fault for page in pages() for check in (broken_links, wrong_packages) for fault in check(page)]
print("\n".join(found), end="\n" if found else "")
sys.exit(1 if found else 0)
