"""UN/CEFACT cross-industry invoices (D16B) and ZUGFeRD 1: what EN 16931 says of them beyond what any business document says.

Factur-X and ZUGFeRD 2 carry the same in a PDF. ZUGFeRD 1 calls the parts otherwise: `core.trade.structured.cii` finds them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from officebot.core.invoices.model import Firm, Format, Invoice, VatLine
from officebot.core.invoices.structured_firms import bare, french_numbers
from officebot.core.invoices.structured_profiles import profile_name
from officebot.core.trade.structured.cii import part, read_cii, settlement, sums_of, transaction
from officebot.core.trade.structured.doubts import Doubts, once
from officebot.core.trade.structured.elements import Element
from officebot.core.trade.structured.values import close_day

_ACCOUNTS = "SpecifiedTradeSettlementPaymentMeans"


def read_cii_invoice(root: Element) -> Invoice:
    """What the invoice says, as exactly as it is written; what cannot be read is among its problems."""
    settled, sums = settlement(root), sums_of(root)
    document, doubts = replace(read_cii(root), currency=_currency(settled, sums)), Doubts()
    agreement = part(transaction(root), "ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement")
    order = part(agreement, "BuyerOrderReferencedDocument")
    seller, buyer = _firm(agreement.first("SellerTradeParty")), _firm(agreement.first("BuyerTradeParty"))
    return Invoice(
        document=replace(
            document, references=once(iter((_number_of(order), *(one.order for one in document.lines))))
        ),
        format=Format.cii,
        profile=profile_name(_specification(root)),
        type_code=part(root, "ExchangedDocument", "HeaderExchangedDocument").value("TypeCode"),
        due_date=_due(settled, doubts),
        seller=replace(seller, ibans=_accounts(settled, "PayeePartyCreditorFinancialAccount")),
        buyer=replace(buyer, ibans=_accounts(settled, "PayerPartyDebtorFinancialAccount")),
        payee=settled.value("PayeeTradeParty", "Name"),
        preceding=once(_number_of(one) for one in settled.all("InvoiceReferencedDocument")),
        lines_net=doubts.number(sums, "LineTotalAmount"),
        allowances=doubts.number(sums, "AllowanceTotalAmount"),
        charges=doubts.number(sums, "ChargeTotalAmount"),
        net=doubts.number(_in_currency(settled, sums, "TaxBasisTotalAmount", document.currency)),
        vat=doubts.number(_in_currency(settled, sums, "TaxTotalAmount", document.currency)),
        gross=doubts.number(_in_currency(settled, sums, "GrandTotalAmount", document.currency)),
        prepaid=doubts.number(sums, "TotalPrepaidAmount"),
        rounding=doubts.number(sums, "RoundingAmount"),
        payable=doubts.number(sums, "DuePayableAmount"),
        breakdown=tuple(_vat_line(doubts, one) for one in settled.all("ApplicableTradeTax")),
        problems=(*document.problems, *doubts.problems),
    )


def _specification(root: Element) -> str:
    """BT-24."""
    context = part(root, "ExchangedDocumentContext", "SpecifiedExchangedDocumentContext")
    return context.value("GuidelineSpecifiedDocumentContextParameter", "ID")


def _currency(settled: Element, sums: Element) -> str:
    """BT-5; where it is missing that of the totals, of which only the tax's has one by right."""
    named = (one.attributes.get("currencyID", "").strip() for one in sums.children)
    return settled.value("InvoiceCurrencyCode") or next((code for code in named if code), "")


def _number_of(referenced: Element) -> str:
    """The number of a document that is referred to; ZUGFeRD 1 called it ID."""
    return referenced.value("IssuerAssignedID") or referenced.value("ID")


def _in_currency(settled: Element, sums: Element, name: str, currency: str) -> Element | None:
    """The amount in the invoice's currency: another one may be given for the books (BT-111)."""
    books, by_currency = settled.value("TaxCurrencyCode"), dict[str, Element]()
    for one in sums.all(name):
        by_currency.setdefault(one.attributes.get("currencyID", "").strip() or currency, one)
    # In a wrong currency, it is read all the same: that is told among the rules broken.
    return by_currency.get(currency) or next((one for said, one in by_currency.items() if said != books), None)


def _vat_line(doubts: Doubts, one: Element) -> VatLine:
    rate = doubts.number(one, "RateApplicablePercent")
    return VatLine(
        category=one.value("CategoryCode"),
        rate=rate if rate is not None else doubts.number(one, "ApplicablePercent"),
        taxable=doubts.number(one, "BasisAmount"),
        vat=doubts.number(one, "CalculatedAmount"),
        reason=one.value("ExemptionReason") or one.value("ExemptionReasonCode"),
    )


def _due(settled: Element, doubts: Doubts) -> date | None:
    """BT-9; the first of several days, so that nothing is paid late."""
    days = (
        doubts.day(close_day, place, name)
        for place in settled.all("SpecifiedTradePaymentTerms", "DueDateDateTime")
        for name in ("DateTimeString", "DateTime")
    )
    return min((found for found in days if found is not None), default=None)


def _accounts(settled: Element, name: str) -> tuple[str, ...]:
    """The accounts: IBANs, and numbers of banks that have none."""
    accounts = tuple(settled.all(_ACCOUNTS, name))
    return once(bare(one.value("IBANID") or one.value("ProprietaryID")) for one in accounts)


# ── parties ───────────────────────────────────────────────────────────────────────────────────────────────


def _firm(party: Element | None) -> Firm:
    if party is None:
        return Firm()
    ids = tuple(_ids(party))
    vat, country = _vat_number(party), party.value("PostalTradeAddress", "CountryID")
    siren, siret = french_numbers(ids, vat, country)
    contact = part(party, "DefinedTradeContact")
    return Firm(
        name=party.value("Name"),
        vat=vat,
        siren=siren,
        siret=siret,
        country=country,
        email=contact.value("EmailURIUniversalCommunication", "URIID"),
        phone=contact.value("TelephoneUniversalCommunication", "CompleteNumber"),
        ids=ids,
    )


def _ids(party: Element) -> Iterator[tuple[str, str]]:
    """Numbers with their schemes: who it is in the register (BT-30), in the seller's books (BT-29), on the network (BT-34)."""
    for path in (
        ("SpecifiedLegalOrganization", "ID"),
        ("GlobalID",),
        ("ID",),
        ("URIUniversalCommunication", "URIID"),
    ):
        for found in party.all(*path):
            if found.text.strip():
                yield found.attributes.get("schemeID", "").strip(), found.text.strip()


def _vat_number(party: Element) -> str:
    """The number under the scheme VA: that of FC is a local tax office's (BT-32)."""
    numbers = party.all("SpecifiedTaxRegistration", "ID")
    return next(
        (bare(one.text) for one in numbers if one.attributes.get("schemeID", "VA").strip().upper() == "VA"), ""
    )
