"""How many of Peppol's rule tests are judged right: `trade_rules.py --corpora ../shared/corpora`.

Each test of a unit file holds one document and says which rules it must break, and which not. Valid documents of the
corpora are judged as well: nothing may be found in them.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from officebot.connectors.papers.xml import read_element
from officebot.core.trade.rules import failures
from officebot.core.trade.structured.documents import documents_in
from officebot.core.trade.structured.elements import Element

_CONFIGURATION = re.compile(r"peppolbis-(t[0-9]+)-")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--verbose", action="store_true", help="list what is missed or found wrongly")
    options = parser.parse_args()
    folder = options.corpora / "orders-peppol"
    if not folder.is_dir():
        print(f"no {folder}: nothing is measured")
        return
    _units(folder, options.verbose)
    _valid(folder, options.verbose)


def _units(folder: Path, verbose: bool) -> None:
    counts: Counter[str] = Counter()
    for path in sorted(folder.glob("unit-*/*.xml")):
        root = read_element(path.read_bytes())
        named = _CONFIGURATION.match(root.attributes.get("configuration", ""))
        transactions = (named.group(1).upper(),) if named else None
        for place, test in enumerate(root.all("test"), 1):
            counts["tests"] += 1
            for tag, expected, found, unnamed in _judged(test, transactions):
                right = found >= expected if tag != "success" else found == 0
                counts[f"{tag if tag == 'success' else 'failure'} {right}"] += 1
                counts[f"unnamed {tag if tag == 'success' else 'failure'} {unnamed > 0}"] += 1
                if verbose and not right:
                    print(f"{path.name} test {place}: {tag}, expected {expected}, found {found}")
    wanted = counts["failure True"] + counts["failure False"]
    fine = counts["success True"] + counts["success False"]
    print(f"tests: {counts['tests']}")
    print(f"failures found: {counts['failure True']} of {wanted} ({counts['failure True'] / max(wanted, 1):.1%})")
    print(f"false alarms of a test's rule: {counts['success False']} of {fine}")
    missed, alarms = counts["unnamed failure False"], counts["unnamed success True"]
    print(f"by the document alone, its transaction not told: {missed} missed, {alarms} false alarms")


def _judged(test: Element, transactions: tuple[str, ...] | None) -> Iterator[tuple[str, int, int, int]]:
    """For each rule that the test names: error, warning or success; how often expected; how often found, both ways."""
    documents = [child for child in test.children if child.name != "assert"]
    for wish in test.all("assert"):
        for one in wish.children:
            if one.name not in ("error", "warning", "success") or not documents:
                continue
            rule = one.text.strip()
            found = sum(failure.rule == rule for failure in failures(documents[0], transactions))
            unnamed = sum(failure.rule == rule for failure in failures(documents[0]))
            yield one.name, int(one.attributes.get("number", "1")), found, unnamed


def _valid(folder: Path, verbose: bool) -> None:
    alarms: Counter[str] = Counter()
    files = 0
    for path in sorted((*folder.glob("examples/**/*.xml"), *folder.glob("use-case-examples/**/*.xml"))):
        files += 1
        for document in documents_in(read_element(path.read_bytes())):
            for failure in failures(document):
                alarms[failure.flag] += 1
                if verbose:
                    print(f"{path.name}: {failure.rule} {failure.flag}: line {failure.where or '-'}: {failure.what}")
    print(f"valid documents: {files}, with {alarms['fatal']} fatal failures and {alarms['warning']} warnings")


if __name__ == "__main__":
    main()
