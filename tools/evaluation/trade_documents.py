"""Whether structured documents are read exactly: `trade_documents.py --corpora ../shared/corpora`.

Every order-like file of the corpora is read by officebot, and a second time here: by ElementTree and paths written for
each root, in another way. Kind, number, reference, days, each line and the totals must be the same.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from officebot.connectors.papers.reading import read_documents
from officebot.core.problems import UserError
from officebot.core.trade.model import TradeDocument

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_SPACES = {
    "cac": f"{_UBL}CommonAggregateComponents-2",
    "cbc": f"{_UBL}CommonBasicComponents-2",
}

#: Root → (kind, line, what lies in the line, quantity, totals), the rest is alike.
_ROOTS: Mapping[str, tuple[str, str, str, str, str]] = {
    "Order": ("order", "cac:OrderLine", "cac:LineItem/", "cbc:Quantity", "cac:AnticipatedMonetaryTotal"),
    "OrderChange": ("change", "cac:OrderLine", "cac:LineItem/", "cbc:Quantity", "cac:AnticipatedMonetaryTotal"),
    "OrderCancellation": ("cancellation", "cac:OrderLine", "cac:LineItem/", "cbc:Quantity", "cac:LegalMonetaryTotal"),
    "OrderResponse": ("confirmation", "cac:OrderLine", "cac:LineItem/", "cbc:Quantity", "cac:LegalMonetaryTotal"),
    "DespatchAdvice": ("despatch", "cac:DespatchLine", "", "cbc:DeliveredQuantity", "cac:LegalMonetaryTotal"),
    "ReceiptAdvice": ("receipt", "cac:ReceiptLine", "", "cbc:ReceivedQuantity", "cac:LegalMonetaryTotal"),
    "Catalogue": ("catalogue", "cac:CatalogueLine", "", "cac:RequiredItemLocationQuantity/cac:DeliveryUnit/cbc:BatchQuantity",
                  "cac:LegalMonetaryTotal"),
    "Quotation": ("quote", "cac:QuotationLine", "cac:LineItem/", "cbc:Quantity", "cac:QuotedMonetaryTotal"),
    "RequestForQuotation": ("request", "cac:RequestForQuotationLine", "cac:LineItem/", "cbc:Quantity", "cac:None"),
    "ApplicationResponse": ("invoice-response", "cac:None", "", "cbc:None", "cac:None"),
    "Invoice": ("invoice", "cac:InvoiceLine", "", "cbc:InvoicedQuantity", "cac:LegalMonetaryTotal"),
    "CreditNote": ("credit-note", "cac:CreditNoteLine", "", "cbc:CreditedQuantity", "cac:LegalMonetaryTotal"),
}  # fmt: skip

_ROOT_NAMES = (*_ROOTS, "SCRDMCCBDACIOMessageStructure", "CrossIndustryInvoice", "CrossIndustryDocument")
_OF_ROOT = re.compile(
    rb"<(?:[A-Za-z0-9_.-]{1,40}:)?(" + b"|".join(name.encode() for name in _ROOT_NAMES) + rb")[\s>]"
)

Fields = Mapping[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--verbose", action="store_true", help="list what differs")
    options = parser.parse_args()
    if not options.corpora.is_dir():
        print(f"no {options.corpora}: nothing is measured")
        return
    counts: Counter[tuple[str, str]] = Counter()
    for path, root in _files(options.corpora):
        group = "orders" if _is_order_like(root) else "invoices"
        counts[group, "files"] += 1
        differences = _differences(path, root)
        counts[group, "read"] += differences is not None
        counts[group, "exact"] += differences == []
        if options.verbose and differences != []:
            print(f"{path.relative_to(options.corpora)}: {differences or 'not read'}")
    for group in ("orders", "invoices"):
        print(
            f"{group}: {counts[group, 'files']} files, {counts[group, 'read']} read, {counts[group, 'exact']} exact"
        )


def _files(corpora: Path) -> Iterator[tuple[Path, ElementTree.Element]]:
    """Every XML file whose root is one of these; rule tests hold fragments and are measured elsewhere."""
    for path in sorted(corpora.glob("**/*.xml")):
        data = path.read_bytes()
        if _OF_ROOT.search(data) is None or b"<!DOCTYPE" in data:
            continue
        try:
            root = ElementTree.fromstring(data)  # noqa: S314 - none with a document type comes here
        except ElementTree.ParseError:
            continue
        if root.tag.rpartition("}")[2] in _ROOT_NAMES:
            yield path, root


def _is_order_like(root: ElementTree.Element) -> bool:
    return root.tag.rpartition("}")[2] not in (
        "Invoice",
        "CreditNote",
        "CrossIndustryInvoice",
        "CrossIndustryDocument",
    )


def _differences(path: Path, root: ElementTree.Element) -> list[str] | None:
    try:
        document = read_documents(path)[0]
    except UserError:
        return None
    expected = _ubl(root) if root.tag.startswith(f"{{{_UBL}") else _cii(root)
    read = _read(document)
    found = [
        f"{key}: {read[key]!r}, not {value!r}"
        for key, value in expected.items()
        if key != "lines" and read[key] != value
    ]
    if len(expected["lines"]) != len(read["lines"]):
        found.append(f"{len(read['lines'])} lines, not {len(expected['lines'])}")
    for place, (line, other) in enumerate(zip(expected["lines"], read["lines"], strict=False), 1):
        found += [
            f"line {place} {key}: {other[key]!r}, not {value!r}" for key, value in line.items() if other[key] != value
        ]
    return found


def _read(document: TradeDocument) -> dict[str, Any]:
    return {
        "kind": document.kind.value, "number": document.number, "reference": document.reference,
        "issued": _iso(document.issued), "valid_until": _iso(document.valid_until), "currency": document.currency,
        "total": document.total, "net": document.net, "delivery": _iso(document.delivery_date),
        "supplier": document.supplier.name, "buyer": document.buyer.name,
        "lines": [
            {"number": line.number, "quantity": line.quantity, "unit": line.unit, "price": line.price, "per": line.per,
             "label": line.label, "article": line.article, "amount": line.amount, "day": _iso(line.delivery_date),
             "order_line": line.order_line}
            for line in document.lines
        ],
    }  # fmt: skip


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


# ── UBL ───────────────────────────────────────────────────────────────────────────────────────────────────


def _ubl(root: ElementTree.Element) -> Fields:
    name = root.tag.rpartition("}")[2]
    kind, line, inner, quantity, totals = _ROOTS[name]
    custom = _text(root, "cbc:CustomizationID")
    if "order_agreement" in custom:
        kind = "agreement"
    if "punch_out" in custom:
        kind = "punch-out"
    if _text(root, "cbc:InvoiceTypeCode") in ("381", "396"):
        kind = "credit-note"
    currency = next((one.get("currencyID") for one in root.iter() if one.get("currencyID")), "")
    return {
        "kind": kind,
        "number": _text(root, "cbc:ID"),
        "reference": _ubl_reference(root, name, line),
        "issued": _text(root, "cbc:IssueDate")[:10],
        "valid_until": _one(root, "cac:ValidityPeriod/cbc:EndDate", "cac:ValidityPeriod/cbc:StartDate")[:10],
        "currency": _text(root, "cbc:DocumentCurrencyCode") or currency,
        "total": _number(_one(root, f"{totals}/cbc:PayableAmount", f"{totals}/cbc:TaxInclusiveAmount")),
        "net": _number(_text(root, f"{totals}/cbc:TaxExclusiveAmount")) or _ubl_net(root, totals),
        "delivery": _ubl_delivery(root),
        "supplier": _ubl_name(root, *_SELLERS)
        if kind != "invoice-response"
        else _ubl_name(root, "cac:ReceiverParty"),
        "buyer": _ubl_name(root, *_BUYERS) if kind != "invoice-response" else _ubl_name(root, "cac:SenderParty"),
        "lines": [_ubl_line(place, one, inner, quantity) for place, one in enumerate(root.findall(line, _SPACES), 1)],
    }


_SELLERS = ("cac:SellerSupplierParty/cac:Party", "cac:AccountingSupplierParty/cac:Party",
            "cac:DespatchSupplierParty/cac:Party", "cac:ProviderParty")  # fmt: skip
_BUYERS = ("cac:BuyerCustomerParty/cac:Party", "cac:AccountingCustomerParty/cac:Party",
           "cac:ContractorCustomerParty/cac:Party", "cac:DeliveryCustomerParty/cac:Party",
           "cac:OriginatorCustomerParty/cac:Party", "cac:ReceiverParty")  # fmt: skip


def _ubl_name(root: ElementTree.Element, *paths: str) -> str:
    """The name of the first of these parties that has a name or a number."""
    for path in paths:
        name = _one(root, f"{path}/cac:PartyName/cbc:Name", f"{path}/cac:PartyLegalEntity/cbc:RegistrationName")
        if name or _one(root, f"{path}/cbc:EndpointID", f"{path}/cac:PartyIdentification/cbc:ID"):
            return name
    return ""


def _ubl_net(root: ElementTree.Element, totals: str) -> Decimal | None:
    lines = _number(_text(root, f"{totals}/cbc:LineExtensionAmount"))
    if lines is None:
        return None
    off = _number(_text(root, f"{totals}/cbc:AllowanceTotalAmount")) or 0
    return lines - off + (_number(_text(root, f"{totals}/cbc:ChargeTotalAmount")) or 0)


def _ubl_delivery(root: ElementTree.Element) -> str:
    places = ("cac:Delivery", "cac:Shipment/cac:Delivery")
    ends = ["cbc:ActualDeliveryDate", *(f"cac:{kind}DeliveryPeriod/cbc:{end}Date" for kind in
            ("Promised", "Estimated", "Requested") for end in ("End", "Start"))]  # fmt: skip
    return _one(root, *(f"{place}/{end}" for place in places for end in ends))[:10]


def _ubl_reference(root: ElementTree.Element, name: str, line: str) -> str:
    own = _one(root, "cac:OrderReference/cbc:ID", "cac:QuotationDocumentReference/cbc:ID",
               "cac:OrderDocumentReference/cbc:ID", "cac:DocumentResponse/cac:DocumentReference/cbc:ID")  # fmt: skip
    if own and own not in ("NA", "N/A", "-"):
        return own
    if name == "CreditNote" or _text(root, "cbc:InvoiceTypeCode") in ("381", "396"):
        billed = _text(root, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID")
        if billed:
            return billed
    return _text(root, f"{line}/cac:OrderLineReference/cac:OrderReference/cbc:ID")


def _ubl_line(place: int, line: ElementTree.Element, inner: str, quantity: str) -> Fields:
    price = (
        "cac:Price"
        if line.find(f"{inner}cac:Price", _SPACES) is not None
        else "cac:RequiredItemLocationQuantity/cac:Price"
    )
    counted = line.find(f"{inner}{quantity}", _SPACES)
    periods = [f"{inner}cac:Delivery/cac:{kind}DeliveryPeriod/cbc:{end}Date"
               for kind in ("Promised", "Requested") for end in ("End", "Start")]  # fmt: skip
    per = _number(_text(line, f"{inner}{price}/cbc:BaseQuantity"))
    return {
        "number": _text(line, f"{inner}cbc:ID") or str(place),
        "quantity": _number(counted.text or "") if counted is not None else None,
        "unit": counted.get("unitCode", "") if counted is not None else "",
        "price": _number(_text(line, f"{inner}{price}/cbc:PriceAmount")),
        "per": per or Decimal(1),
        "label": " ".join(_one(line, f"{inner}cac:Item/cbc:Name", f"{inner}cac:Item/cbc:Description").split()),
        "article": _one(line, *(f"{inner}cac:Item/cac:{whose}ItemIdentification/cbc:ID"
                                for whose in ("Buyers", "Sellers", "Standard"))),
        "amount": _number(_text(line, f"{inner}cbc:LineExtensionAmount")),
        "day": _one(line, f"{inner}cac:Delivery/cbc:ActualDeliveryDate", *periods)[:10],
        "order_line": _text(line, "cac:OrderLineReference/cbc:LineID"),
    }  # fmt: skip


# ── UN/CEFACT ─────────────────────────────────────────────────────────────────────────────────────────────

_ORDER_KINDS = {"220": "order", "230": "change", "231": "confirmation"}


def _cii(root: ElementTree.Element) -> Fields:
    name = root.tag.rpartition("}")[2]
    code = _any(root, "*/TypeCode")
    kind = _ORDER_KINDS.get(code, "order") if name.startswith("SCRDM") else "invoice"
    if kind == "invoice" and code in ("381", "261", "396"):
        kind = "credit-note"
    number = _any(root, "*Document/ID")
    buyer = _any(root, "*/*TradeAgreement/BuyerOrderReferencedDocument/IssuerAssignedID",
                 "*/*TradeAgreement/BuyerOrderReferencedDocument/ID")  # fmt: skip
    quote = _any(root, "*/*TradeAgreement/QuotationReferencedDocument/IssuerAssignedID")
    order = "" if buyer == number else buyer
    lines = [one for one in root.iter() if _local(one) == "IncludedSupplyChainTradeLineItem"]
    first = next((_any(one, "*/BuyerOrderReferencedDocument/IssuerAssignedID") for one in lines), "")
    settled = "*/*TradeSettlement/*MonetarySummation"
    return {
        "kind": kind,
        "number": number,
        "reference": (quote or order if kind == "order" else order or quote) or first,
        "issued": _closed(_any(root, "*Document/IssueDateTime/DateTimeString")),
        "valid_until": _closed(_any(root, "*Document/EffectiveSpecifiedPeriod/EndDateTime/DateTimeString")),
        "currency": _any(root, "*/*TradeSettlement/OrderCurrencyCode", "*/*TradeSettlement/InvoiceCurrencyCode"),
        "total": _number(_any(root, f"{settled}/DuePayableAmount", f"{settled}/GrandTotalAmount")),
        "net": _number(_any(root, f"{settled}/TaxBasisTotalAmount")),
        "delivery": _closed(
            _any(
                root,
                *(
                    f"*/*TradeDelivery/{event}/{when}/DateTimeString"
                    for event in ("ActualDeliverySupplyChainEvent", "RequestedDeliverySupplyChainEvent")
                    for when in ("OccurrenceSpecifiedPeriod/EndDateTime", "OccurrenceDateTime")
                ),
            )
        ),
        "supplier": _any(root, "*/*TradeAgreement/SellerTradeParty/Name"),
        "buyer": _any(root, "*/*TradeAgreement/BuyerTradeParty/Name"),
        "lines": [_cii_line(place, one) for place, one in enumerate(lines, 1)],
    }


def _cii_line(place: int, line: ElementTree.Element) -> Fields:
    counted = _find(
        line, "*TradeDelivery/AgreedQuantity", "*TradeDelivery/RequestedQuantity", "*TradeDelivery/BilledQuantity"
    )
    events = [f"*TradeDelivery/{kind}DeliverySupplyChainEvent/{when}/DateTimeString"
              for kind in ("Actual", "Requested")
              for when in ("OccurrenceSpecifiedPeriod/EndDateTime", "OccurrenceSpecifiedPeriod/StartDateTime",
                           "OccurrenceDateTime")]  # fmt: skip
    prices = "NetPriceProductTradePrice"
    if _find(line, f"*TradeAgreement/{prices}") is None:
        prices = "GrossPriceProductTradePrice"
    per = _number(_any(line, f"*TradeAgreement/{prices}/BasisQuantity"))
    return {
        "number": _any(line, "AssociatedDocumentLineDocument/LineID") or str(place),
        "quantity": _number(counted.text or "") if counted is not None else None,
        "unit": counted.get("unitCode", "") if counted is not None else "",
        "price": _number(_any(line, f"*TradeAgreement/{prices}/ChargeAmount")),
        "per": per or Decimal(1),
        "label": " ".join(_any(line, "SpecifiedTradeProduct/Name", "SpecifiedTradeProduct/Description").split()),
        "article": _any(
            line, *(f"SpecifiedTradeProduct/{whose}" for whose in ("BuyerAssignedID", "SellerAssignedID", "GlobalID"))
        ),
        "amount": _number(_any(line, "*TradeSettlement/*MonetarySummation/LineTotalAmount")),
        "day": _closed(_any(line, *events)),
        "order_line": _any(line, "*TradeAgreement/BuyerOrderReferencedDocument/LineID"),
    }


def _closed(day: str) -> str:
    return f"{day[:4]}-{day[4:6]}-{day[6:8]}" if len(day) >= 8 and "-" not in day else day[:10]


# ── looking ───────────────────────────────────────────────────────────────────────────────────────────────


def _text(element: ElementTree.Element, path: str) -> str:
    return (element.findtext(path, "", _SPACES) or "").strip()


def _one(element: ElementTree.Element, *paths: str) -> str:
    return next((found for path in paths if (found := _text(element, path))), "")


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _find(element: ElementTree.Element, *paths: str) -> ElementTree.Element | None:
    """The first element at one of the paths of local names, where `*` stands for any start of a name."""
    for path in paths:
        found = next(_walk(element, path.split("/")), None)
        if found is not None:
            return found
    return None


def _walk(element: ElementTree.Element, steps: Sequence[str]) -> Iterator[ElementTree.Element]:
    if not steps:
        yield element
        return
    for child in element:
        name = _local(child)
        if name == steps[0] or (steps[0].startswith("*") and name.endswith(steps[0][1:])):
            yield from _walk(child, steps[1:])


def _any(element: ElementTree.Element, *paths: str) -> str:
    return next((text for path in paths if (found := _find(element, path)) is not None
                 and (text := (found.text or "").strip())), "")  # fmt: skip


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return None


if __name__ == "__main__":
    main()
