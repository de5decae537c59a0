"""What EN 16931-3-2 asks of UBL itself: what may stand there once only (UBL-SR), and which attributes do (UBL-DT)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from officebot.core.invoices.model import Broken, Severity
from officebot.core.invoices.rules.reaching import child, is_yes, some, word
from officebot.core.invoices.rules.sums import is_fine
from officebot.core.text import Text, one_line, say
from officebot.core.trade.structured.elements import Element

_LINES = ("InvoiceLine", "CreditNoteLine")


@dataclass(frozen=True, slots=True)
class _Once:
    """What may stand there once at most: its path from the place where it is looked for, and what it is."""

    rule: str
    path: tuple[str, ...]
    called: Text


def _once(rule: str, path: str, called: Text) -> _Once:
    return _Once(rule, tuple(path.split("/")), called)


_SELLER, _BUYER = "AccountingSupplierParty/Party", "AccountingCustomerParty/Party"

#: Of the document.
_DOCUMENT = (
    _once("UBL-SR-01", "ContractDocumentReference/ID", say("the contract (BT-12)")),
    _once("UBL-SR-02", "ReceiptDocumentReference/ID", say("the receipt of the goods (BT-15)")),
    _once("UBL-SR-03", "DespatchDocumentReference/ID", say("the despatch of the goods (BT-16)")),
    _once("UBL-SR-05", "PaymentTerms/Note", say("the terms of payment (BT-20)")),
    _once("UBL-SR-08", "InvoicePeriod", say("the invoice’s period (BG-14)")),
    _once("UBL-SR-09", f"{_SELLER}/PartyLegalEntity/RegistrationName", say("the seller’s name (BT-27)")),
    _once("UBL-SR-10", f"{_SELLER}/PartyName/Name", say("the seller’s trading name (BT-28)")),
    _once("UBL-SR-11", f"{_SELLER}/PartyLegalEntity/CompanyID", say("the seller’s register number (BT-30)")),
    _once("UBL-SR-14", f"{_SELLER}/PartyLegalEntity/CompanyLegalForm", say("the seller’s legal form (BT-33)")),
    _once("UBL-SR-15", f"{_BUYER}/PartyLegalEntity/RegistrationName", say("the buyer’s name (BT-44)")),
    _once("UBL-SR-16", f"{_BUYER}/PartyIdentification/ID", say("the buyer’s number (BT-46)")),
    _once("UBL-SR-17", f"{_BUYER}/PartyLegalEntity/CompanyID", say("the buyer’s register number (BT-47)")),
    _once("UBL-SR-24", "Delivery", say("the delivery (BG-13)")),
    _once("UBL-SR-39", "ProjectReference/ID", say("the project (BT-11)")),
    _once("UBL-SR-40", f"{_BUYER}/PartyName/Name", say("the buyer’s trading name (BT-45)")),
    _once("UBL-SR-45", "PaymentMeans/PaymentDueDate", say("the day by which to pay (BT-9)")),
    _once("UBL-SR-49", "InvoicePeriod/DescriptionCode", say("the code of the day on which VAT is due (BT-8)")),
    _once("UBL-SR-54", "PaymentMeans/CardAccount", say("the card (BG-18)")),
    _once("UBL-SR-55", "PaymentMeans/PaymentMandate", say("the direct debit (BG-19)")),
    _once("UBL-SR-56", "OriginatorDocumentReference/ID", say("the tender or lot (BT-17)")),
)
#: Of each line.
_LINE = (
    _once("UBL-SR-34", "Note", say("the line’s note (BT-127)")),
    _once("UBL-SR-35", "OrderLineReference/LineID", say("the order’s line (BT-132)")),
    _once("UBL-SR-36", "InvoicePeriod", say("the line’s period (BG-26)")),
    _once("UBL-SR-37", "Price/AllowanceCharge/Amount", say("the discount of the price (BT-147)")),
    _once("UBL-SR-50", "Item/Description", say("the item’s description (BT-154)")),
    _once("UBL-SR-52", "DocumentReference", say("the object that the line is about (BT-128)")),
)
#: Of elements wherever they are, by their names.
_PLACES: dict[str, tuple[_Once, ...]] = {
    "AdditionalDocumentReference": (
        _once("UBL-SR-33", "DocumentDescription", say("a supporting document’s description (BT-123)")),
    ),
    "BillingReference": (_once("UBL-SR-06", "InvoiceDocumentReference", say("an earlier invoice (BG-3)")),),
    "Delivery": (_once("UBL-SR-25", "DeliveryParty/PartyName/Name", say("the name at the delivery (BT-70)")),),
    "PaymentMeans": (
        _once("UBL-SR-26", "PaymentID", say("the words for the transfer (BT-83)")),
        _once("UBL-SR-27", "PaymentMeansCode", say("the means of payment (BT-81)")),
        _once("UBL-SR-28", "PaymentMandate/ID", say("the mandate of the direct debit (BT-89)")),
    ),
    "TaxRepresentativeParty": (
        _once("UBL-SR-22", "PartyName/Name", say("the tax representative’s name (BT-62)")),
        _once("UBL-SR-23", "PartyTaxScheme/CompanyID", say("the tax representative’s VAT number (BT-63)")),
    ),
    "TaxSubtotal": (
        _once("UBL-SR-32", "TaxCategory/TaxExemptionReason", say("the reason for an exemption (BT-120)")),
    ),
    "PostalAddress": (_once("UBL-SR-51", "AddressLine", say("a third line of an address (BT-162 and others)")),),
    "Address": (_once("UBL-SR-51", "AddressLine", say("a third line of an address (BT-162 and others)")),),
}

#: Attributes that EN 16931 has no use for.
_ATTRIBUTES = (
    ("UBL-DT-08", "schemeName"), ("UBL-DT-09", "schemeAgencyName"), ("UBL-DT-10", "schemeDataURI"),
    ("UBL-DT-11", "schemeURI"), ("UBL-DT-12", "format"), ("UBL-DT-13", "unitCodeListIdentifier"),
    ("UBL-DT-14", "unitCodeListAgencyIdentifier"), ("UBL-DT-15", "unitCodeListAgencyName"),
    ("UBL-DT-16", "listAgencyName"), ("UBL-DT-17", "listName"), ("UBL-DT-18", "name"), ("UBL-DT-19", "languageID"),
    ("UBL-DT-20", "listURI"), ("UBL-DT-21", "listSchemeURI"), ("UBL-DT-22", "languageLocaleID"), ("UBL-DT-23", "uri"),
    ("UBL-DT-24", "currencyCodeListVersionID"), ("UBL-DT-25", "characterSetCode"), ("UBL-DT-26", "encodingCode"),
    ("UBL-DT-27", "schemeAgencyID"), ("UBL-DT-28", "listAgencyID"),
)  # fmt: skip
_KNOWN_ATTRIBUTES = {name: rule for rule, name in _ATTRIBUTES}


def ubl_syntax_broken(root: Element) -> Iterator[Broken]:
    """What the document breaks of these rules."""
    yield from _too_often(_DOCUMENT, root)
    yield from _document(root)
    yield from _attributes(root)
    for place, line in enumerate((one for one in root.children if one.name in _LINES), 1):
        called = word(line, "ID") or str(place)
        yield from _too_often(_LINE, line, called)
        if len(some(line, "Item", "ClassifiedTaxCategory")) != 1:
            yield Broken(
                rule="UBL-SR-48", what=say("The line has not exactly one VAT category (BT-151)."), line=called
            )
    for element, in_price in _everywhere(root):
        if element.name in _PLACES:
            yield from _too_often(_PLACES[element.name], element)
        yield from _single(element, in_price)


def _everywhere(root: Element) -> Iterator[tuple[Element, bool]]:
    """Each element, and whether it is in an allowance of a price."""
    waiting = [(root, False)]
    while waiting:
        element, in_price = waiting.pop()
        yield element, in_price
        if element.children:
            inside = in_price or element.name == "Price"
            waiting += [(one, inside) for one in reversed(element.children)]


def _too_often(rules: tuple[_Once, ...], place: Element, line: str = "") -> Iterator[Broken]:
    for rule in rules:
        if child(place, rule.path[0]) is not None and len(some(place, *rule.path)) > 1:
            yield _often(rule.rule, rule.called, line)


def _often(rule: str, called: Text, line: str = "") -> Broken:
    return Broken(
        rule=rule, what=say("This is given more than once, where once is allowed: {what}.", what=called), line=line
    )


def _document(root: Element) -> Iterator[Broken]:
    for rule, count, called in (
        ("UBL-SR-04", len(_objects(root)), say("the object that the invoice is about (BT-18)")),
        ("UBL-SR-12", _registrations(root, _SELLER, True), say("the seller’s VAT number (BT-31)")),
        ("UBL-SR-13", _registrations(root, _SELLER, False), say("the seller’s tax registration (BT-32)")),
        ("UBL-SR-18", _registrations(root, _BUYER, True), say("the buyer’s VAT number (BT-48)")),
        ("UBL-SR-29", _collectors(root), say("the creditor’s number for direct debits (BT-90)")),
        ("UBL-SR-44", _different(root, "PaymentID"), say("the words for the transfer (BT-83)")),
        ("UBL-SR-46", _named_means(root), say("the means of payment in words (BT-82)")),
        ("UBL-SR-47", _different(root, "PaymentMeansCode"), say("the means of payment (BT-81)")),
    ):
        if count > 1:
            yield _often(rule, called)
    if len(some(root, *_SELLER.split("/"), "PartyTaxScheme")) > 2:
        yield _often("UBL-SR-42", say("the seller’s VAT number (BT-31) or tax registration (BT-32)"))
    yield from _payee(root)


def _objects(root: Element) -> list[Element]:
    return [number for one in some(root, "AdditionalDocumentReference") if word(one, "DocumentTypeCode") == "130"
            for number in one.all("ID")]  # fmt: skip


def _registrations(root: Element, party: str, is_vat: bool) -> int:
    schemes = some(root, *party.split("/"), "PartyTaxScheme")
    return sum(len(some(one, "CompanyID")) for one in schemes
               if ((word(one, "TaxScheme", "ID") or "").upper() == "VAT") is is_vat)  # fmt: skip


def _collectors(root: Element) -> int:
    numbers = (number for one in root.within() if one.name == "PartyIdentification" for number in one.all("ID"))
    return sum(one.attributes.get("schemeID", "").upper() == "SEPA" for one in numbers)


def _different(root: Element, name: str) -> int:
    """How many different texts elements of this name have."""
    return len({one.text for one in root.within() if one.name == name})


def _named_means(root: Element) -> int:
    return sum("name" in one.attributes for one in some(root, "PaymentMeans", "PaymentMeansCode"))


def _payee(root: Element) -> Iterator[Broken]:
    """A payee is named once, and is not the seller."""
    seller = word(root, *_SELLER.split("/"), "PartyLegalEntity", "RegistrationName")
    for payee in some(root, "PayeeParty"):
        names = [one.text.strip() for one in some(payee, "PartyName", "Name")]
        ids = [one for one in some(payee, "PartyIdentification", "ID")
               if one.attributes.get("schemeID", "SEPA").upper() != "SEPA"]  # fmt: skip
        is_other = seller is not None and any(name != seller for name in names)
        for rule, count, called in (
            ("UBL-SR-19", len(names), say("the payee’s name (BT-59)")),
            ("UBL-SR-20", len(ids), say("the payee’s number (BT-60)")),
            (
                "UBL-SR-21",
                len(some(payee, "PartyLegalEntity", "CompanyID")),
                say("the payee’s register number (BT-61)"),
            ),
        ):
            if count > 1:
                yield _often(rule, called)
            elif not is_other:
                yield Broken(
                    rule=rule, what=say("The payee has the seller’s name, or one of the two has none (BT-59).")
                )


def _attributes(root: Element) -> Iterator[Broken]:
    """Attributes that mean nothing here, each told once."""
    found = {name for one in root.within() if one.attributes for name in one.attributes
             if name in _KNOWN_ATTRIBUTES and not (name == "name" and one.name == "PaymentMeansCode")}  # fmt: skip
    for rule, name in _ATTRIBUTES:
        if name in found:
            what = say("The document has an attribute that EN 16931 has no use for: {name}.", name=name)
            yield Broken(rule=rule, what=what, severity=Severity.warning)


def _single(element: Element, in_price: bool) -> Iterator[Broken]:
    """Rules about one element wherever it is."""
    name = element.name
    if name.endswith("Amount"):
        if not in_price and not name.endswith("PriceAmount") and not is_fine(element.text.strip()):
            what = say("An amount has more than two decimals: {amount}.", amount=one_line(element.text, 40))
            yield Broken(rule="UBL-DT-01", what=what)
    elif name.endswith("BinaryObject"):
        if "mimeCode" not in element.attributes:
            yield Broken(rule="UBL-DT-06", what=say("An embedded file does not say of which kind it is (BT-125)."))
        if "filename" not in element.attributes:
            yield Broken(rule="UBL-DT-07", what=say("An embedded file has no name (BT-125)."))
    elif name == "AllowanceCharge":
        yield from _reasons(element)
    elif name == "PartyTaxScheme":
        if word(element, "TaxScheme", "ID") is None or word(element, "CompanyID") is None:
            yield Broken(
                rule="UBL-SR-53",
                what=say("A tax registration lacks its number, or which tax it is for (BT-31, BT-32)."),
            )
    elif name == "BillingReference" and child(element, "InvoiceDocumentReference", "ID") is None:
        yield Broken(rule="UBL-SR-07", what=say("An earlier invoice is referred to without its number (BT-25)."))
    elif name == "AdditionalDocumentReference" and not _is_typed(element):
        yield Broken(rule="UBL-SR-43", what=say("A supporting document has a type or a register that only the object of the "
                                                "invoice has (BT-18)."))  # fmt: skip


def _reasons(element: Element) -> Iterator[Broken]:
    is_charge = is_yes(word(element, "ChargeIndicator"))
    if is_charge is not None and len(some(element, "AllowanceChargeReason")) > 1:
        yield _often(
            "UBL-SR-31" if is_charge else "UBL-SR-30", say("the reason of an allowance or charge (BT-97, BT-104)")
        )


def _is_typed(reference: Element) -> bool:
    """Whether a supporting document's type goes with it: 130 for the object, 50 for a project in a credit note."""
    code = word(reference, "DocumentTypeCode")
    number = child(reference, "ID")
    return code in ("130", "50") or (code is None and (number is None or "schemeID" not in number.attributes))
