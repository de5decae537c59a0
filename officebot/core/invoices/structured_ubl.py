"""UBL 2 invoices and credit notes (ISO/IEC 19845): what EN 16931 says of them beyond what any business document says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from officebot.core.invoices.model import Firm, Format, Invoice, VatLine
from officebot.core.invoices.structured_firms import bare, french_numbers
from officebot.core.invoices.structured_profiles import profile_name
from officebot.core.trade.structured.doubts import Doubts, once
from officebot.core.trade.structured.elements import Element
from officebot.core.trade.structured.ubl import read_ubl
from officebot.core.trade.structured.values import day

_TYPES = ("InvoiceTypeCode", "CreditNoteTypeCode")
#: What people write where they must write something (EN 16931 asks for an order's number beside a seller's).
_NOTHING = ("na", "n/a", "-")


def read_ubl_invoice(root: Element) -> Invoice:
    """What the invoice or credit note says, as exactly as it is written; what cannot be read is among its problems."""
    document, doubts = read_ubl(root), Doubts()
    orders = (root.value("OrderReference", "ID"), *(line.order for line in document.lines))
    sums, taxes = root.first("LegalMonetaryTotal"), _taxes(root, document.currency)
    seller, buyer = _firm(root, "Supplier", "Seller"), _firm(root, "Customer", "Buyer")
    return Invoice(
        document=replace(document, references=once(order for order in orders if order.casefold() not in _NOTHING)),
        format=Format.ubl,
        profile=profile_name(root.value("CustomizationID")),
        type_code=next((code for name in _TYPES if (code := root.value(name))), ""),
        due_date=_due(root, doubts),
        seller=replace(seller, ibans=_accounts(root, "PayeeFinancialAccount")),
        buyer=replace(buyer, ibans=_accounts(root, "PaymentMandate", "PayerFinancialAccount")),
        payee=root.value("PayeeParty", "PartyName", "Name"),
        preceding=once(one.text.strip() for one in root.all("BillingReference", "InvoiceDocumentReference", "ID")),
        lines_net=doubts.number(sums, "LineExtensionAmount"),
        allowances=doubts.number(sums, "AllowanceTotalAmount"),
        charges=doubts.number(sums, "ChargeTotalAmount"),
        net=doubts.number(sums, "TaxExclusiveAmount"),
        vat=doubts.number(taxes[0], "TaxAmount") if taxes else None,
        gross=doubts.number(sums, "TaxInclusiveAmount"),
        prepaid=doubts.number(sums, "PrepaidAmount"),
        rounding=doubts.number(sums, "PayableRoundingAmount"),
        payable=doubts.number(sums, "PayableAmount"),
        breakdown=tuple(_vat_line(doubts, found) for one in taxes for found in one.all("TaxSubtotal")),
        problems=(*document.problems, *doubts.problems),
    )


def _taxes(root: Element, currency: str) -> tuple[Element, ...]:
    """The totals of tax in the invoice's currency: another one may be given for the books (BT-111)."""
    books = root.value("TaxCurrencyCode")
    by_currency: dict[str, list[Element]] = {}
    for one in root.all("TaxTotal"):
        amount = one.first("TaxAmount")
        said = amount.attributes.get("currencyID", "").strip() if amount is not None else ""
        by_currency.setdefault(said or currency, []).append(one)
    # In a wrong currency, it is read all the same: that is told among the rules broken.
    own = by_currency.get(currency) or next((found for said, found in by_currency.items() if said != books), [])
    return tuple(own)


def _vat_line(doubts: Doubts, found: Element) -> VatLine:
    category = found.first("TaxCategory") or Element("TaxCategory")
    rate = doubts.number(category, "Percent")
    return VatLine(
        category=category.value("ID"),
        rate=rate if rate is not None else doubts.number(found, "Percent"),
        taxable=doubts.number(found, "TaxableAmount"),
        vat=doubts.number(found, "TaxAmount"),
        reason=category.value("TaxExemptionReason") or category.value("TaxExemptionReasonCode"),
    )


def _due(root: Element, doubts: Doubts) -> date | None:
    """BT-9; of a credit note it stands among the means of payment: the first of several, so that nothing is paid late."""
    due = doubts.day(day, root, "DueDate")
    if due is not None:
        return due
    places = (*root.all("PaymentMeans"), *root.all("PaymentTerms"))
    days = (doubts.day(day, place, "PaymentDueDate") for place in places)
    return min((found for found in days if found is not None), default=None)


def _accounts(root: Element, *path: str) -> tuple[str, ...]:
    return once(bare(found.text) for found in root.all("PaymentMeans", *path, "ID"))


# ── parties ───────────────────────────────────────────────────────────────────────────────────────────────


def _firm(root: Element, role: str, other_role: str) -> Firm:
    """A party: that of the accounts (AccountingSupplierParty), else the one of the goods (SellerSupplierParty)."""
    party = root.first(f"Accounting{role}Party", "Party") or root.first(f"{other_role}{role}Party", "Party")
    if party is None:
        return Firm()
    ids = tuple(_ids(party))
    vat, country = _vat_number(party), party.value("PostalAddress", "Country", "IdentificationCode")
    siren, siret = french_numbers(ids, vat, country)
    return Firm(
        name=party.value("PartyLegalEntity", "RegistrationName") or party.value("PartyName", "Name"),
        vat=vat,
        siren=siren,
        siret=siret,
        country=country,
        email=party.value("Contact", "ElectronicMail"),
        phone=party.value("Contact", "Telephone"),
        ids=ids,
    )


def _ids(party: Element) -> Iterator[tuple[str, str]]:
    """Numbers with their schemes: who it is in the register (BT-30), in the seller's books (BT-29), on the network (BT-34)."""
    for path in (("PartyLegalEntity", "CompanyID"), ("PartyIdentification", "ID"), ("EndpointID",)):
        for found in party.all(*path):
            if found.text.strip():
                yield found.attributes.get("schemeID", "").strip(), found.text.strip()


def _vat_number(party: Element) -> str:
    """The number under the scheme VAT: other schemes are local taxes (BT-32)."""
    for one in party.all("PartyTaxScheme"):
        if one.value("TaxScheme", "ID").upper() in ("VAT", ""):
            return bare(one.value("CompanyID"))
    return ""
