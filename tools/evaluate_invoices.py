"""Structured invoices of folders read, and compared with a second, independent reading of the same files.

    python tools/evaluate_invoices.py FOLDER…            one table: a row for each folder
    python tools/evaluate_invoices.py --files FOLDER…    also a line for each file that was not read, or differs

The second reading is plain XPath by lxml, written for this comparison alone; the XML of PDFs is taken out by the package
factur-x, not by PDFium. What it compares are the figures of BG-22 to the cent and as they are written, who, when, to which
account, and each line's amount. A file that holds no invoice is counted apart, with the sentence that says what it is instead.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import facturx
from lxml import etree

from benchmarks.common import table
from officebot.connectors.papers.invoices import read_invoices
from officebot.core.invoices.model import Invoice
from officebot.core.problems import UserError
from officebot.core.trade.known import Known

_KNOWN = Known(on=date(2026, 11, 26))
_TOTALS = ("lines_net", "allowances", "charges", "net", "vat", "gross", "prepaid", "rounding", "payable")
_ROOTS = ("Invoice", "CreditNote", "CrossIndustryInvoice", "CrossIndustryDocument")

#: Each field's place, from the root, by local names; the first that is there counts. `{c}` is the invoice's currency.
_UBL = {
    "number": ["ID"], "type_code": ["InvoiceTypeCode", "CreditNoteTypeCode"], "issued": ["IssueDate"],
    "due_date": ["DueDate", "PaymentMeans/PaymentDueDate"], "currency": ["DocumentCurrencyCode"],
    "seller": ["AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName",
               "AccountingSupplierParty/Party/PartyName/Name"],
    "seller_vat": ["AccountingSupplierParty/Party/PartyTaxScheme[TaxScheme/ID='VAT']/CompanyID"],
    "order": ["OrderReference/ID"],
    "lines_net": ["LegalMonetaryTotal/LineExtensionAmount"], "allowances": ["LegalMonetaryTotal/AllowanceTotalAmount"],
    "charges": ["LegalMonetaryTotal/ChargeTotalAmount"], "net": ["LegalMonetaryTotal/TaxExclusiveAmount"],
    "vat": ["TaxTotal/TaxAmount[@currencyID='{c}']"], "gross": ["LegalMonetaryTotal/TaxInclusiveAmount"],
    "prepaid": ["LegalMonetaryTotal/PrepaidAmount"], "rounding": ["LegalMonetaryTotal/PayableRoundingAmount"],
    "payable": ["LegalMonetaryTotal/PayableAmount"],
}  # fmt: skip
_UBL_LINES = ["InvoiceLine/LineExtensionAmount", "CreditNoteLine/LineExtensionAmount"]
_UBL_ACCOUNTS = "PaymentMeans/PayeeFinancialAccount/ID"
_TRADE, _AGREED, _PAID = (
    "*[contains(local-name(),'SupplyChainTradeTransaction')]",
    "*[contains(local-name(),'TradeAgreement')]",
    "*[contains(local-name(),'TradeSettlement')]",
)
_SUMS = f"{_TRADE}/{_PAID}/*[contains(local-name(),'MonetarySummation')]"
_HEAD = "*[local-name()='ExchangedDocument' or local-name()='HeaderExchangedDocument']"
_CII = {
    "number": [f"{_HEAD}/ID"], "type_code": [f"{_HEAD}/TypeCode"], "issued": [f"{_HEAD}/IssueDateTime/DateTimeString"],
    "due_date": [f"{_TRADE}/{_PAID}/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString"],
    "currency": [f"{_TRADE}/{_PAID}/InvoiceCurrencyCode"], "seller": [f"{_TRADE}/{_AGREED}/SellerTradeParty/Name"],
    "seller_vat": [f"{_TRADE}/{_AGREED}/SellerTradeParty/SpecifiedTaxRegistration/ID[@schemeID='VA']"],
    "order": [f"{_TRADE}/{_AGREED}/BuyerOrderReferencedDocument/IssuerAssignedID",
              f"{_TRADE}/{_AGREED}/BuyerOrderReferencedDocument/ID"],
    "lines_net": [f"{_SUMS}/LineTotalAmount"], "allowances": [f"{_SUMS}/AllowanceTotalAmount"],
    "charges": [f"{_SUMS}/ChargeTotalAmount"], "net": [f"{_SUMS}/TaxBasisTotalAmount"],
    "vat": [f"{_SUMS}/TaxTotalAmount[@currencyID='{{c}}']", f"{_SUMS}/TaxTotalAmount[not(@currencyID)]"],
    "gross": [f"{_SUMS}/GrandTotalAmount"], "prepaid": [f"{_SUMS}/TotalPrepaidAmount"],
    "rounding": [f"{_SUMS}/RoundingAmount"], "payable": [f"{_SUMS}/DuePayableAmount"],
}  # fmt: skip
_CII_LINES = [
    f"{_TRADE}/IncludedSupplyChainTradeLineItem/{_PAID}/*[contains(local-name(),'MonetarySummation')]/LineTotalAmount"
]
_CII_ACCOUNTS = f"{_TRADE}/{_PAID}/SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount"


@dataclass
class Row:
    """What became of a folder's files."""

    files: int = 0
    invoices: int = 0
    read: int = 0
    fields: int = 0
    wrong: int = 0
    cents: int = 0
    others: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


def _step(part: str) -> str:
    if part.startswith("*["):
        return part
    name, bracket, rest = part.partition("[")
    return f"*[local-name()='{name}']{bracket}{rest}"


def second_reading(root: etree._Element) -> dict[str, str | list[str]]:
    """What the invoice says, by plain XPath."""
    is_ubl = etree.QName(root).localname in ("Invoice", "CreditNote")
    said: dict[str, str | list[str]] = {}
    for name, paths in (_UBL if is_ubl else _CII).items():
        words = (text for path in paths for text in _texts(root, path.replace("{c}", str(said.get("currency", "")))))
        texts = [text for text in words if text]
        said[name] = min(texts, default="") if name == "due_date" else next(iter(texts), "")
    said["lines"] = [text for path in (_UBL_LINES if is_ubl else _CII_LINES) for text in _texts(root, path)]
    if is_ubl:
        said["accounts"] = _texts(root, _UBL_ACCOUNTS)
    else:
        each = root.xpath("./" + "/".join(map(_step, _parts(_CII_ACCOUNTS))))
        said["accounts"] = [
            next(iter([one.text or "" for one in account.xpath("./*[local-name()='IBANID']")]
                      + [one.text or "" for one in account.xpath("./*[local-name()='ProprietaryID']")]), "")
            for account in each
        ]  # fmt: skip
    return said


def _parts(path: str) -> Iterator[str]:
    """The steps of a path; a slash within brackets parts nothing."""
    depth, begin = 0, 0
    for place, letter in enumerate(path):
        depth += (letter == "[") - (letter == "]")
        if letter == "/" and not depth:
            yield path[begin:place]
            begin = place + 1
    yield path[begin:]


def _texts(root: etree._Element, path: str) -> list[str]:
    steps = []
    for part in _parts(path):
        named = (
            part.replace("TaxScheme/ID", "*[local-name()='TaxScheme']/*[local-name()='ID']") if "[" in part else part
        )
        steps.append(_step(named))
    return [(one.text or "").strip() for one in root.xpath("./" + "/".join(steps))]


# ── comparing ─────────────────────────────────────────────────────────────────────────────────────────────


def differences(invoice: Invoice, said: dict[str, str | list[str]]) -> Iterator[tuple[str, str, str]]:
    """Each field that differs: its name, what was read, what the second reading says."""
    mine: dict[str, str] = {
        "number": invoice.number, "type_code": invoice.type_code, "currency": invoice.currency,
        "seller": invoice.seller.name, "seller_vat": invoice.seller.vat,
        "issued": invoice.issued.isoformat() if invoice.issued else "",
        "due_date": invoice.due_date.isoformat() if invoice.due_date else "",
        "lines": " ".join(f"{line.amount:f}" for line in invoice.document.lines if line.amount is not None),
        "accounts": " ".join(invoice.seller.ibans),
    }  # fmt: skip
    for name in _TOTALS:
        amount = getattr(invoice, name)
        mine[name] = f"{amount:f}" if amount is not None else ""
    theirs = {name: _plain(name, words) for name, words in said.items()}
    if not theirs["currency"]:
        # Where it is missing, that of the amounts is taken, and said to be missing.
        del mine["currency"]
    if theirs["order"].casefold() not in ("", "na", "n/a", "-"):
        mine["order"] = invoice.order_reference
    yield from ((name, own, theirs[name]) for name, own in mine.items() if own != theirs[name])


def _plain(name: str, words: str | list[str]) -> str:
    if name == "accounts":
        return " ".join(dict.fromkeys("".join(one.split()) for one in words if one))
    if isinstance(words, list):
        return " ".join(words)
    if name in ("issued", "due_date"):
        digits = words.replace("-", "")[:8]
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if digits else ""
    if name in _TOTALS:
        return _as_written(words)
    return "".join(words.split()) if name == "seller_vat" else words


def _as_written(amount: str) -> str:
    """The amount with its decimals: “+.50” is 0.50."""
    try:
        return f"{Decimal(amount):f}"
    except InvalidOperation:
        return amount


def files_of(folder: Path) -> list[Path]:
    """The files that may hold invoices."""
    wanted = (".xml", ".pdf", ".txt")
    return sorted(one for one in folder.rglob("*") if one.suffix.lower() in wanted and one.name != "SOURCE.txt")


def xml_of(data: bytes) -> bytes:
    """The XML itself, or the one that the package takes out of the PDF; nothing where it finds none."""
    if b"%PDF-" not in data[:1024]:
        return data
    try:
        return facturx.get_xml_from_pdf(data, check_xsd=False)[1] or b""
    except Exception as error:  # noqa: BLE001 - whatever stops the package, it found none
        logging.debug("no XML: %s", error)
        return b""


def evaluate(path: Path, row: Row) -> None:
    """Read a file both ways, and count: a file may hold several invoices."""
    data = path.read_bytes()
    roots = list(_invoices(_root(xml_of(data))))
    row.files += 1
    row.invoices += len(roots)
    try:
        found = read_invoices(data, path.name, _KNOWN)
    except UserError as refused:
        said = refused.problems[0].what.render()
        row.others["NOT READ" if roots else said] += 1
        row.notes.append(f"{path.name}: {said}")
        return
    row.read += len(found)
    if len(found) != len(roots):
        row.others[f"{len(found)} read, {len(roots)} to the second reading"] += 1
        return
    for one, root in zip(found, roots, strict=True):
        row.fields += len(_TOTALS) + 10
        for name, own, other in differences(one.invoice, second_reading(root)):
            row.wrong += 1
            row.cents += name in _TOTALS
            row.notes.append(f"{path.name}: {name}: read “{own}”, second reading “{other}”")


def _invoices(root: etree._Element | None) -> Iterator[etree._Element]:
    """The invoices in an XML file, in their order."""
    if root is not None:
        elements = (one for one in root.iter() if isinstance(one.tag, str))
        yield from (one for one in elements if etree.QName(one).localname in _ROOTS and len(one))


def _root(data: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except (etree.XMLSyntaxError, ValueError):
        return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 where an invoice was not read or a total differs."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folders", nargs="+", type=Path)
    asked.add_argument("--files", action="store_true")
    options = asked.parse_args(arguments)
    logging.disable(logging.ERROR)
    rows = [("folder", "files", "invoices", "read", "fields", "that differ", "totals that differ")]
    failed = False
    for folder in options.folders:
        row = Row()
        for path in files_of(folder):
            evaluate(path, row)
        failed |= row.read < row.invoices or row.cents > 0
        rows.append((folder.name, *map(str, (row.files, row.invoices, row.read, row.fields, row.wrong, row.cents))))
        if options.files:
            print(*row.notes, sep="\n")
        for words, count in row.others.most_common():
            print(f"{folder.name}: {count} × {words}")
    print(table(rows))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
