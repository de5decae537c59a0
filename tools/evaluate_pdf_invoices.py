"""How well plain PDF invoices are read, field by field: right, declared unknown, wrong; and what a hybrid's page hides.

    .venv/bin/python tools/evaluate_pdf_invoices.py --made [--show]
    .venv/bin/python tools/evaluate_pdf_invoices.py --corpora ../shared/corpora [--show]

Made pages need typst. Those of even layouts are held out. Of hybrids the XML is the truth for their pages; it is read here by
paths of its own.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from statistics import median, quantiles
from xml.etree import ElementTree

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from officebot.connectors.papers.invoices import read_invoices  # noqa: E402
from officebot.connectors.papers.pdf import PdfFound, read_pdf  # noqa: E402
from officebot.core.invoices.agreement import disagreements  # noqa: E402
from officebot.core.invoices.model import Format, Invoice  # noqa: E402
from officebot.core.invoices.paper import read_paper_invoice  # noqa: E402
from officebot.core.problems import UserError  # noqa: E402
from officebot.core.trade.known import Known  # noqa: E402
from tools.evaluation.invoice_pages.shaking import shaken  # noqa: E402

FIELDS = ("number", "issued", "due", "net", "vat", "gross", "payable")
_ON = date(2026, 11, 26)
_RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
_OLD = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12}"

Truth = Mapping[str, "str | date | Decimal | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A PDF and what it says; a field that is missing is not judged, one that is None must be declared unknown."""

    name: str
    pdf: bytes
    truth: Truth
    group: str
    is_credit: bool = False


def main() -> int:
    """Print the figures asked for; 1 where anything was read wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--made", action="store_true")
    parser.add_argument("--seen", action="store_true", help="only made pages that are not held out")
    parser.add_argument("--show", action="store_true", help="print each field that was not read right")
    parser.add_argument("--mails", type=Path, help="a folder of mails with PDFs, and truth.json for them")
    parser.add_argument(
        "--shaken", type=int, default=0, help="so many times, each page with something lost or changed"
    )
    chosen = parser.parse_args()
    cases: list[Case] = []
    if chosen.made:
        cases += [one for one in _made() if not chosen.seen or one.group == "made, seen"]
    if chosen.corpora:
        cases += [*_compared(chosen.corpora / "invoice-pdf-invoice2data"), *_hybrids(chosen.corpora)]
    if chosen.mails:
        cases += _mails(chosen.mails)
    wrong = measure(cases, show=chosen.show)
    if chosen.shaken:
        shake(cases, chosen.shaken, show=chosen.show)
    if chosen.corpora:
        compare(chosen.corpora)
    return 1 if wrong else 0


def measure(cases: Iterable[Case], *, show: bool) -> int:
    """Print right, unknown and wrong for each field and group, and the time; how many were wrong."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    took: list[float] = []
    wrong = 0
    for case in cases:
        started = time.process_time()
        try:
            found = read_pdf(case.pdf, case.name)
        except UserError as refused:
            print(f"{case.name}: refused: {refused}")
            continue
        invoice = read_paper_invoice(found.paper, Known(on=_ON))
        took.append((time.process_time() - started) * 1000)
        for name, truth in case.truth.items():
            read = _field(invoice, name)
            verdict = _verdict(read, truth, is_credit=case.is_credit)
            counts[case.group][name][verdict] += 1
            wrong += verdict == "wrong"
            if show and verdict != "right":
                said = "; ".join(problem.what.render("en") for problem in invoice.problems)
                print(
                    f"{verdict:8} {case.name}: {name} {read} instead of {truth} [{said[:160] if verdict == 'unknown' else ''}]"
                )
    for group, fields in counts.items():
        print(f"\n{group}: right / declared unknown / wrong")
        for name in FIELDS:
            if fields[name]:
                print(
                    f"  {name:8} {fields[name]['right']:4} / {fields[name]['unknown']:3} / {fields[name]['wrong']:3}"
                )
    if len(took) > 1:
        print(
            f"\n{len(took)} PDFs, CPU ms each: median {median(took):.1f}, "
            f"p95 {quantiles(took, n=20)[-1]:.1f}, most {max(took):.1f}"
        )
    return wrong


def shake(cases: Iterable[Case], times: int, *, show: bool) -> None:
    """Print how often a page that lost something, or shows another figure, is read wrong.

    A figure that is changed in a number or a day is what the page says; papers made to be doubted are left out.
    """
    wrong: Counter[tuple[str, str]] = Counter()
    judged: Counter[str] = Counter()
    for seed, case in enumerate(cases):
        if case.name == "scan" or case.name.startswith("disagreeing"):
            continue
        for way, paper in shaken(read_pdf(case.pdf, case.name).paper, seed, times):
            invoice = read_paper_invoice(paper, Known(on=_ON))
            for name, truth in case.truth.items():
                if name == "due" or (way == "a figure changed" and name in ("number", "issued")):
                    continue
                judged[way] += 1
                if _verdict(_field(invoice, name), truth, is_credit=case.is_credit) == "wrong":
                    wrong[way, name] += 1
                    if show:
                        print(f"{way}: {case.name}: {name} {_field(invoice, name)} instead of {truth}")
    print("\nshaken pages: fields judged, read wrong")
    for way, count in judged.items():
        print(f"  {way:18} {count:6} {sum(wrong[key] for key in wrong if key[0] == way):4}")


def compare(corpora: Path) -> None:
    """Print how often a hybrid's page is said to differ from its XML: as it is, and with one thing of the XML altered."""
    files, falsely = 0, 0
    found: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    for name, data in _files(corpora):
        try:
            invoice = read_invoices(data, name, Known(on=_ON))[0].invoice
        except UserError:
            continue
        if invoice.format is Format.pdf:
            continue
        paper = read_pdf(data, name).paper
        as_it_is = disagreements(invoice, paper)
        files += 1
        falsely += bool(as_it_is)
        for one in as_it_is:
            print(f"{name}: {one.rule} {one.what.render('en')}")
        for what, other in _altered(invoice):
            planted[what] += 1
            if disagreements(other, paper):
                found[what] += 1
            else:
                print(f"{name}: {what} not found")
    print(f"\npages against XML: {files} hybrids, {falsely} said to differ as they are; altered and found:")
    for what, count in planted.items():
        print(f"  {what:22} {found[what]:3} of {count}")


def _altered(invoice: Invoice) -> Iterator[tuple[str, Invoice]]:
    """The invoice with one thing of it altered."""
    cent = Decimal("0.01")
    if invoice.gross is not None:
        yield "total, a cent more", replace(invoice, gross=invoice.gross + cent)
        yield "total, ten times", replace(invoice, gross=invoice.gross * 10)
        if invoice.net is not None and invoice.net != invoice.gross:
            yield "total is the net", replace(invoice, gross=invoice.net)
    if invoice.payable is not None:
        yield "payable, 90 more", replace(invoice, payable=invoice.payable + 90)
    if invoice.vat:
        yield "VAT, a tenth more", replace(invoice, vat=(invoice.vat * Decimal("1.1")).quantize(cent))
    if invoice.issued is not None:
        yield (
            "issued a day later",
            replace(invoice, document=replace(invoice.document, issued=invoice.issued + timedelta(days=1))),
        )
    yield "another number", replace(invoice, document=replace(invoice.document, number=f"{invoice.number}7"))


def _files(corpora: Path) -> Iterator[tuple[str, bytes]]:
    for folder in ("einvoice-zugferd-corpus", "einvoice-facturx", "einvoice-mustang"):
        for place in sorted((corpora / folder).rglob("*.pdf")):
            yield place.name, place.read_bytes()


def _verdict(read: object, truth: object, *, is_credit: bool) -> str:
    if truth is None:
        return "right" if read in (None, "") else "wrong"
    if read in (None, ""):
        return "unknown"
    if isinstance(read, Decimal) and isinstance(truth, Decimal):
        return "right" if (abs(read) == abs(truth) if is_credit else read == truth) else "wrong"
    return "right" if read == truth else "wrong"


def _field(invoice: Invoice, name: str) -> object:
    match name:
        case "number":
            return invoice.number
        case "issued":
            return invoice.issued
        case "due":
            return invoice.due_date
        case _:
            return getattr(invoice, name)


# ── truths ────────────────────────────────────────────────────────────────────────────────────────────────


def _made() -> Iterator[Case]:
    """The made pages, and a scan."""
    import typst

    from tools.evaluation.invoice_pages.layouts import pages

    for page in pages():
        facts = page.facts
        truth = {name: None if name in page.hidden else getattr(facts, name) for name in FIELDS}
        yield Case(
            name=page.name, pdf=typst.compile(page.source.encode()), truth=truth, is_credit=facts.is_credit,
            group="made, held out" if page.layout % 2 == 0 else "made, seen",
        )  # fmt: skip
    picture = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
    scan = f'#set page(width: 300pt, height: 200pt)\n#image(bytes("{picture}"))'.encode()
    yield Case(name="scan", pdf=typst.compile(scan), truth=dict.fromkeys(FIELDS), group="made, seen")


def _compared(folder: Path) -> Iterator[Case]:
    """The suppliers' PDFs with the fields beside them."""
    for place in sorted(folder.glob("*.json")):
        pdf = place.with_suffix(".pdf")
        if not pdf.exists():
            continue
        said = json.loads(place.read_text(), parse_float=Decimal)[0]
        truth: dict[str, str | date | Decimal | None] = {}
        for ours, theirs in (("number", "invoice_number"), ("gross", "amount"), ("net", "amount_untaxed")):
            if theirs in said:
                truth[ours] = said[theirs]
        for ours, theirs in (("issued", "date"), ("due", "date_due")):
            if theirs in said:
                truth[ours] = date.fromisoformat(said[theirs])
        yield Case(name=pdf.name, pdf=pdf.read_bytes(), truth=truth, group="invoice2data")


def _mails(folder: Path) -> Iterator[Case]:
    """The PDFs that hang on mails, with what should be entered of each."""
    for said in json.loads((folder / "truth.json").read_text())["mails"]:
        enter = said.get("enter") or said.get("as_read")
        mail = message_from_bytes((folder / said["mail"]).read_bytes(), policy=default)
        pdfs = [part.get_payload(decode=True) for part in mail.walk() if part.get_content_type() == "application/pdf"]
        if not enter or len(pdfs) != 1 or not isinstance(pdfs[0], bytes):
            continue
        truth: dict[str, str | date | Decimal | None] = {"number": enter["number"]}
        truth |= {
            ours: date.fromisoformat(enter[theirs])
            for ours, theirs in (("issued", "issue"), ("due", "due"))
            if enter.get(theirs)
        }
        # Sums that do not add up must not be believed.
        adds_up = "computed_gross" not in said
        truth |= {
            name: Decimal(enter[name]) if adds_up else None for name in ("net", "vat", "gross") if enter.get(name)
        }
        yield Case(
            name=said["mail"], pdf=pdfs[0], truth=truth, group=f"mails, {said['action']}",
            is_credit=enter.get("kind") == "credit_note",
        )  # fmt: skip


def _hybrids(corpora: Path) -> Iterator[Case]:
    """Hybrid PDFs with what their XML says."""
    for name, data in _files(corpora):
        try:
            found = read_pdf(data, name)
        except UserError:
            continue
        root = invoice_xml(found)
        if root is not None:
            yield Case(name=name, pdf=data, truth=told(root), group="hybrids", is_credit="Avoir" in name)


def invoice_xml(found: PdfFound) -> ElementTree.Element | None:
    """The invoice that a hybrid carries, None for none; the newest standard's first."""
    for name, data in sorted(found.embedded, key=lambda one: one[0].lower() != "factur-x.xml"):
        if "order" not in name.lower():
            try:
                return ElementTree.fromstring(data)  # noqa: S314 - files of the corpora
            except ElementTree.ParseError:
                continue
    return None


def told(root: ElementTree.Element) -> dict[str, str | date | Decimal | None]:
    """Number, days and sums of a CII invoice."""
    truth: dict[str, str | date | Decimal | None] = {}
    for document in root.iter():
        if document.tag.endswith("}ExchangedDocument") or document.tag.endswith("}HeaderExchangedDocument"):
            for child in document:
                if child.tag in (f"{_RAM}ID", f"{_OLD}ID"):
                    truth["number"] = (child.text or "").strip()
                if child.tag.endswith("}IssueDateTime"):
                    digits = "".join(child.itertext()).strip()[:8]
                    truth["issued"] = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    names = {
        "TaxBasisTotalAmount": "net",
        "TaxTotalAmount": "vat",
        "GrandTotalAmount": "gross",
        "DuePayableAmount": "payable",
    }
    for sums in root.iter():
        if sums.tag.endswith("MonetarySummation"):
            for child in sums:
                name = names.get(child.tag.rpartition("}")[2])
                if name and child.text and "Line" not in sums.tag:
                    truth.setdefault(name, Decimal(child.text.strip()))
    return truth


if __name__ == "__main__":
    raise SystemExit(main())
