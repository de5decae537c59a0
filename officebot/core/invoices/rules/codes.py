"""Whether codes are of their lists (EN 16931-1 BR-CL): looked for wherever such a code may stand in the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from officebot.core.invoices.model import Broken
from officebot.core.invoices.rules import code_lists
from officebot.core.invoices.rules.reaching import is_yes, word
from officebot.core.invoices.rules.units import UNITS
from officebot.core.text import Text, one_line, say
from officebot.core.trade.structured.elements import Element


@dataclass(frozen=True, slots=True)
class _Codes:
    """Where a code stands, by the name of its element: the text, or an attribute; which list it is of, and what it is.

    `within` is the element around it, "" for any. An attribute counts only where it is given, unless it `must` be.
    """

    rule: str
    codes: frozenset[str]
    called: Text
    attribute: str = ""
    within: tuple[str, ...] = ()
    must: bool = False


_CURRENCY = say("a currency (ISO 4217), as EUR")
_COUNTRY = say("a country (ISO 3166), as FR")
_REGISTER = say("a register of numbers (ISO 6523), as 0002 for SIREN")
_CATEGORY = say("a category of VAT, as S")
_UNIT = say("a unit of measure (UN/ECE 20 and 21), as C62")
_AMOUNTS = (
    "Amount", "BaseAmount", "PriceAmount", "TaxAmount", "TaxableAmount", "LineExtensionAmount", "TaxExclusiveAmount",
    "TaxInclusiveAmount", "AllowanceTotalAmount", "ChargeTotalAmount", "PrepaidAmount", "PayableRoundingAmount",
    "PayableAmount",
)  # fmt: skip

_UBL: Mapping[str, tuple[_Codes, ...]] = {
    "InvoiceTypeCode": (_Codes("BR-CL-01", code_lists.INVOICE_TYPES, say("a type of invoice (UNTDID 1001), as 380")),),
    "CreditNoteTypeCode": (
        _Codes("BR-CL-01", code_lists.CREDIT_TYPES, say("a type of credit note (UNTDID 1001), as 381")),
    ),
    **{name: (_Codes("BR-CL-03", code_lists.CURRENCIES, _CURRENCY, "currencyID", must=True),) for name in _AMOUNTS},
    "DocumentCurrencyCode": (_Codes("BR-CL-04", code_lists.CURRENCIES, _CURRENCY),),
    "TaxCurrencyCode": (_Codes("BR-CL-05", code_lists.CURRENCIES, _CURRENCY),),
    "DescriptionCode": (
        _Codes("BR-CL-06", code_lists.TAX_POINTS_UBL, say("a day on which VAT is due, as 35"), within=("InvoicePeriod",)),
    ),
    "ID": (
        _Codes("BR-CL-17", code_lists.CATEGORIES, _CATEGORY, within=("TaxCategory",)),
        _Codes("BR-CL-18", code_lists.CATEGORIES, _CATEGORY, within=("ClassifiedTaxCategory",)),
        _Codes("BR-CL-21", code_lists.REGISTERS, _REGISTER, "schemeID", within=("StandardItemIdentification",)),
        _Codes("BR-CL-26", code_lists.REGISTERS, _REGISTER, "schemeID", within=("DeliveryLocation",)),
    ),
    "CompanyID": (_Codes("BR-CL-11", code_lists.REGISTERS, _REGISTER, "schemeID", within=("PartyLegalEntity",)),),
    "ItemClassificationCode": (
        _Codes("BR-CL-13", code_lists.CLASSIFICATIONS, say("a classification of goods (UNTDID 7143), as SRV"), "listID"),
    ),
    "IdentificationCode": (
        _Codes("BR-CL-14", code_lists.COUNTRIES, _COUNTRY, within=("Country",)),
        _Codes("BR-CL-15", code_lists.COUNTRIES, _COUNTRY, within=("OriginCountry",)),
    ),
    "PaymentMeansCode": (
        _Codes("BR-CL-16", code_lists.PAYMENT_MEANS, say("a means of payment (UNTDID 4461), as 30"), within=("PaymentMeans",)),
    ),
    "TaxExemptionReasonCode": (
        _Codes("BR-CL-22", code_lists.EXEMPTIONS, say("a reason for an exemption (VATEX), as VATEX-EU-AE")),
    ),
    **{name: (_Codes("BR-CL-23", UNITS, _UNIT, "unitCode"),)
       for name in ("InvoicedQuantity", "CreditedQuantity", "BaseQuantity")},
    "EmbeddedDocumentBinaryObject": (
        _Codes("BR-CL-24", code_lists.MEDIA_TYPES, say("a kind of file that may be embedded, as application/pdf"), "mimeCode"),
    ),
    "EndpointID": (
        _Codes("BR-CL-25", code_lists.ADDRESSES, say("a sort of electronic address (EAS), as 0225"), "schemeID"),
    ),
}  # fmt: skip

_CII: Mapping[str, tuple[_Codes, ...]] = {
    "TypeCode": (
        _Codes("BR-CL-01", code_lists.INVOICE_TYPES | code_lists.CREDIT_TYPES,
               say("a type of invoice (UNTDID 1001), as 380"), within=("ExchangedDocument",)),
        _Codes("BR-CL-16", code_lists.PAYMENT_MEANS, say("a means of payment (UNTDID 4461), as 30"),
               within=("SpecifiedTradeSettlementPaymentMeans",)),
    ),
    "TaxTotalAmount": (_Codes("BR-CL-03", code_lists.CURRENCIES, _CURRENCY, "currencyID"),),
    "InvoiceCurrencyCode": (_Codes("BR-CL-04", code_lists.CURRENCIES, _CURRENCY),),
    "TaxCurrencyCode": (_Codes("BR-CL-05", code_lists.CURRENCIES, _CURRENCY),),
    "DueDateTypeCode": (_Codes("BR-CL-06", code_lists.TAX_POINTS_CII, say("a day on which VAT is due, as 72")),),
    "SubjectCode": (
        _Codes("BR-CL-08", code_lists.NOTE_SUBJECTS, say("a subject of a note (UNTDID 4451), as PMT")),
    ),
    "ReferenceTypeCode": (
        _Codes("BR-CL-07", code_lists.REFERENCES, say("a kind of reference (UNTDID 1153), as AFG")),
    ),
    "GlobalID": (
        _Codes("BR-CL-21", code_lists.REGISTERS, _REGISTER, "schemeID", within=("SpecifiedTradeProduct",)),
        _Codes("BR-CL-26", code_lists.REGISTERS, _REGISTER, "schemeID", within=("ShipToTradeParty",)),
        _Codes("BR-CL-10", code_lists.REGISTERS, _REGISTER, "schemeID",
               within=("SellerTradeParty", "BuyerTradeParty", "PayeeTradeParty")),
    ),
    "ID": (
        _Codes("BR-CL-11", code_lists.REGISTERS, _REGISTER, "schemeID", within=("SpecifiedLegalOrganization",)),
        _Codes("BR-CL-15", code_lists.COUNTRIES, _COUNTRY, within=("OriginTradeCountry",)),
    ),
    "ClassCode": (
        _Codes("BR-CL-13", code_lists.CLASSIFICATIONS, say("a classification of goods (UNTDID 7143), as SRV"), "listID"),
    ),
    "CountryID": (_Codes("BR-CL-14", code_lists.COUNTRIES, _COUNTRY),),
    "CategoryCode": (
        _Codes("BR-CL-17", code_lists.CATEGORIES, _CATEGORY, within=("CategoryTradeTax",)),
        _Codes("BR-CL-18", code_lists.CATEGORIES, _CATEGORY, within=("ApplicableTradeTax",)),
    ),
    "ExemptionReasonCode": (
        _Codes("BR-CL-22", code_lists.EXEMPTIONS, say("a reason for an exemption (VATEX), as VATEX-EU-AE")),
    ),
    **{name: (_Codes("BR-CL-23", UNITS, _UNIT, "unitCode"),) for name in ("BasisQuantity", "BilledQuantity")},
    "AttachmentBinaryObject": (
        _Codes("BR-CL-24", code_lists.MEDIA_TYPES, say("a kind of file that may be embedded, as application/pdf"), "mimeCode"),
    ),
    "URIID": (
        _Codes("BR-CL-25", code_lists.ADDRESSES, say("a sort of electronic address (EAS), as 0225"), "schemeID",
               within=("URIUniversalCommunication",)),
    ),
}  # fmt: skip

_LINES = ("InvoiceLine", "CreditNoteLine", "IncludedSupplyChainTradeLineItem")


def codes_broken(root: Element, is_cii: bool) -> Iterator[Broken]:
    """Which codes are of no list, each with the line that it stands in."""
    table = _CII if is_cii else _UBL
    # With a stack of its own: depth comes from outside.
    waiting: list[tuple[Element, str, str]] = [(root, "", "")]
    while waiting:
        element, around, line = waiting.pop()
        name = element.name
        for codes in table.get(name, ()):
            if not codes.within or around in codes.within:
                yield from _judged(codes, element, line)
        if name in _SPECIAL:
            yield from _special(element, around, line, is_cii)
        if element.children:
            if name in _LINES:
                line = word(element, "ID") or word(element, "AssociatedDocumentLineDocument", "LineID") or line
            waiting += [(child, name, line) for child in reversed(element.children)]


def _judged(codes: _Codes, element: Element, line: str) -> Iterator[Broken]:
    found = element.attributes.get(codes.attribute) if codes.attribute else element.text
    if found is None:
        if not codes.must:
            return
        found = ""
    code = found.strip()
    if code in codes.codes or (codes.codes is code_lists.EXEMPTIONS and code.upper() in codes.codes):
        return
    yield Broken(rule=codes.rule, what=_sentence(code, codes.called), line=line)


def _sentence(code: str, called: Text) -> Text:
    if not code:
        return say("A code is missing: {called}.", called=called)
    return say("“{code}” is no code of its list: {called}.", code=one_line(code, 40), called=called)


# ── codes whose list depends on more than where they stand ────────────────────────────────────────────────


_ALLOWANCES = ("AllowanceCharge", "SpecifiedTradeAllowanceCharge")
_REFERENCES = ("AdditionalDocumentReference", "DocumentReference")
_PARTIES = ("AccountingSupplierParty", "AccountingCustomerParty", "PayeeParty", "Delivery", "TaxRepresentativeParty")
_SPECIAL = frozenset((*_ALLOWANCES, "Note", *_REFERENCES, *_PARTIES))


def _special(element: Element, around: str, line: str, is_cii: bool) -> Iterator[Broken]:
    if element.name in _ALLOWANCES:
        yield from _reason(element, line, is_cii)
    elif is_cii:
        return
    elif element.name == "Note" and around in ("Invoice", "CreditNote"):
        yield from _note(element)
    elif element.name in _REFERENCES:
        yield from _reference(element, line)
    elif element.name in _PARTIES:
        yield from _party(element)


def _reason(element: Element, line: str, is_cii: bool) -> Iterator[Broken]:
    """The reason of an allowance, or of a charge."""
    path = ("ChargeIndicator", "Indicator") if is_cii else ("ChargeIndicator",)
    is_charge = is_yes(word(element, *path))
    code = word(element, "ReasonCode" if is_cii else "AllowanceChargeReasonCode")
    if code is None or is_charge is None:
        return
    if is_charge and code not in code_lists.CHARGE_REASONS:
        yield Broken(
            rule="BR-CL-20", what=_sentence(code, say("a reason of a charge (UNTDID 7161), as FC")), line=line
        )
    elif not is_charge and code not in code_lists.ALLOWANCE_REASONS:
        yield Broken(
            rule="BR-CL-19", what=_sentence(code, say("a reason of an allowance (UNTDID 5189), as 95")), line=line
        )


def _note(element: Element) -> Iterator[Broken]:
    """A subject before a note's text: `#PMT#…`; other notes may hold what they will."""
    _, mark, rest = element.text.partition("#")
    code, end, _ = rest.partition("#")
    if mark and end and len(code) == 3 and code not in code_lists.NOTE_SUBJECTS:
        yield Broken(rule="BR-CL-08", what=_sentence(code, say("a subject of a note (UNTDID 4451), as PMT")))


def _reference(element: Element, line: str) -> Iterator[Broken]:
    """The object that an invoice or a line is about (BT-18, BT-128)."""
    if word(element, "DocumentTypeCode") != "130":
        return
    for one in element.all("ID"):
        code = one.attributes.get("schemeID")
        if code is not None and code.strip() not in code_lists.REFERENCES:
            what = _sentence(code.strip(), say("a kind of reference (UNTDID 1153), as AFG"))
            yield Broken(rule="BR-CL-07", what=what, line=line)


def _party(element: Element) -> Iterator[Broken]:
    """Numbers of parties; that of a creditor for direct debits is the seller's or the payee's only."""
    may_collect = element.name in ("AccountingSupplierParty", "PayeeParty")
    for party in (one for one in element.within() if one.name == "PartyIdentification"):
        for one in party.all("ID"):
            code = one.attributes.get("schemeID")
            if code is None or code.strip() in code_lists.REGISTERS or (may_collect and code.strip() == "SEPA"):
                continue
            yield Broken(rule="BR-CL-10", what=_sentence(code.strip(), _REGISTER))
