"""Invoices of our own as UBL and CII, in a few lines each."""

from __future__ import annotations

from collections.abc import Sequence

from officebot.connectors.papers.xml import read_element
from officebot.connectors.schematron import written

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_CII = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
_VAT = "<TaxScheme><ID>VAT</ID></TaxScheme>"
STANDARD = "urn:cen.eu:en16931:2017"

#: Two lines at 20 % and one at 5,5 %: quantity, price, amount, rate.
LINES = (("40", "4.15", "166.00", "20"), ("2", "12.345", "24.69", "20"), ("-1", "10", "-10.00", "5.5"))
#: What the totals of these lines are: the tax is 38.138 − 0.55, rounded rate by rate.
TOTALS = {"net": "180.69", "vat": "37.59", "gross": "218.28", "payable": "218.28"}
RATES = (("20", "190.69", "38.14"), ("5.5", "-10.00", "-0.55"))


def ubl_invoice(
    *,
    root: str = "Invoice",
    number: str = "F-2026-118",
    issued: str = "2026-11-02",
    due: str = "2026-12-02",
    type_code: str = "380",
    currency: str = "EUR",
    profile: str = STANDARD,
    lines: Sequence[tuple[str, str, str, str]] = LINES,
    totals: dict[str, str] | None = None,
    more: str = "",
    seller: str = "",
) -> str:
    """A UBL invoice, or a credit note with `root`; `more` stands before the parties, `seller` in the seller's party."""
    sums = {**TOTALS, **(totals or {})}
    line = "CreditNoteLine" if root == "CreditNote" else "InvoiceLine"
    quantity = "CreditedQuantity" if root == "CreditNote" else "InvoicedQuantity"
    money = f'currencyID="{currency}"'
    rows = "".join(
        f'<{line}><ID>{place}</ID><{quantity} unitCode="C62">{count}</{quantity}>'
        f"<LineExtensionAmount {money}>{amount}</LineExtensionAmount><Item><Name>Article {place}</Name>"
        f"<SellersItemIdentification><ID>R{place}</ID></SellersItemIdentification><ClassifiedTaxCategory><ID>S</ID>"
        f"<Percent>{rate}</Percent>{_VAT}</ClassifiedTaxCategory></Item><Price><PriceAmount {money}>{price}</PriceAmount></Price>"
        f"</{line}>"
        for place, (count, price, amount, rate) in enumerate(lines, 1)
    )
    rates = "".join(
        f"<TaxSubtotal><TaxableAmount {money}>{base}</TaxableAmount><TaxAmount {money}>{tax}</TaxAmount><TaxCategory><ID>S</ID>"
        f"<Percent>{rate}</Percent>{_VAT}</TaxCategory></TaxSubtotal>"
        for rate, base, tax in RATES
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="{_UBL}:{root}-2"><CustomizationID>{profile}</CustomizationID>'
        f"<ID>{number}</ID><IssueDate>{issued}</IssueDate><DueDate>{due}</DueDate>"
        f"<{root}TypeCode>{type_code}</{root}TypeCode><DocumentCurrencyCode>{currency}</DocumentCurrencyCode>"
        f"<OrderReference><ID>BC-2026-0042</ID></OrderReference>{more}"
        f"<AccountingSupplierParty><Party>{seller}<PostalAddress><Country><IdentificationCode>FR</IdentificationCode></Country>"
        "</PostalAddress><PartyTaxScheme><CompanyID>FR 32 123456782</CompanyID><TaxScheme><ID>VAT</ID></TaxScheme>"
        "</PartyTaxScheme><PartyLegalEntity><RegistrationName>Papeterie Durand</RegistrationName></PartyLegalEntity>"
        "</Party></AccountingSupplierParty><AccountingCustomerParty><Party><PartyName><Name>Atelier Verrier</Name></PartyName>"
        "<PostalAddress><Country><IdentificationCode>FR</IdentificationCode></Country></PostalAddress><PartyLegalEntity>"
        "<RegistrationName>Atelier Verrier</RegistrationName></PartyLegalEntity></Party></AccountingCustomerParty>"
        "<PaymentMeans><PaymentMeansCode>30</PaymentMeansCode><PayeeFinancialAccount><ID>FR76 3000 6000 0112 3456 7890 189</ID>"
        f"</PayeeFinancialAccount></PaymentMeans><TaxTotal><TaxAmount {money}>{sums['vat']}</TaxAmount>{rates}</TaxTotal>"
        f"<LegalMonetaryTotal><LineExtensionAmount {money}>{sums['net']}</LineExtensionAmount>"
        f"<TaxExclusiveAmount {money}>{sums['net']}</TaxExclusiveAmount>"
        f"<TaxInclusiveAmount {money}>{sums['gross']}</TaxInclusiveAmount>"
        f"<PayableAmount {money}>{sums['payable']}</PayableAmount></LegalMonetaryTotal>{rows}</{root}>"
    )


def cii_invoice(
    *,
    number: str = "F-2026-118",
    issued: str = "20261102",
    due: str = "20261202",
    type_code: str = "380",
    currency: str = "EUR",
    profile: str = STANDARD,
    lines: Sequence[tuple[str, str, str, str]] = LINES,
    totals: dict[str, str] | None = None,
    seller: str = "",
    sums: str = "",
) -> str:
    """A cross-industry invoice that says the same; `seller` stands in the seller's party, `sums` among the totals."""
    said = {**TOTALS, **(totals or {})}
    rows = "".join(
        f"<IncludedSupplyChainTradeLineItem><AssociatedDocumentLineDocument><LineID>{place}</LineID>"
        f"</AssociatedDocumentLineDocument><SpecifiedTradeProduct><SellerAssignedID>R{place}</SellerAssignedID>"
        f"<Name>Article {place}</Name></SpecifiedTradeProduct><SpecifiedLineTradeAgreement><NetPriceProductTradePrice>"
        f"<ChargeAmount>{price}</ChargeAmount></NetPriceProductTradePrice></SpecifiedLineTradeAgreement>"
        f'<SpecifiedLineTradeDelivery><BilledQuantity unitCode="C62">{count}</BilledQuantity></SpecifiedLineTradeDelivery>'
        f"<SpecifiedLineTradeSettlement><ApplicableTradeTax><TypeCode>VAT</TypeCode><CategoryCode>S</CategoryCode>"
        f"<RateApplicablePercent>{rate}</RateApplicablePercent></ApplicableTradeTax>"
        f"<SpecifiedTradeSettlementLineMonetarySummation><LineTotalAmount>{amount}</LineTotalAmount>"
        "</SpecifiedTradeSettlementLineMonetarySummation></SpecifiedLineTradeSettlement></IncludedSupplyChainTradeLineItem>"
        for place, (count, price, amount, rate) in enumerate(lines, 1)
    )
    rates = "".join(
        f"<ApplicableTradeTax><CalculatedAmount>{tax}</CalculatedAmount><TypeCode>VAT</TypeCode><BasisAmount>{base}</BasisAmount>"
        f"<CategoryCode>S</CategoryCode><RateApplicablePercent>{rate}</RateApplicablePercent></ApplicableTradeTax>"
        for rate, base, tax in RATES
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><CrossIndustryInvoice xmlns="{_CII}"><ExchangedDocumentContext>'
        f"<GuidelineSpecifiedDocumentContextParameter><ID>{profile}</ID></GuidelineSpecifiedDocumentContextParameter>"
        f"</ExchangedDocumentContext><ExchangedDocument><ID>{number}</ID><TypeCode>{type_code}</TypeCode><IssueDateTime>"
        f'<DateTimeString format="102">{issued}</DateTimeString></IssueDateTime></ExchangedDocument>'
        f"<SupplyChainTradeTransaction>{rows}<ApplicableHeaderTradeAgreement><SellerTradeParty><Name>Papeterie Durand</Name>"
        f"{seller}<PostalTradeAddress><CountryID>FR</CountryID></PostalTradeAddress>"
        '<SpecifiedTaxRegistration><ID schemeID="VA">FR 32 123456782</ID></SpecifiedTaxRegistration></SellerTradeParty>'
        "<BuyerTradeParty><Name>Atelier Verrier</Name><PostalTradeAddress><CountryID>FR</CountryID></PostalTradeAddress>"
        "</BuyerTradeParty><BuyerOrderReferencedDocument>"
        "<IssuerAssignedID>BC-2026-0042</IssuerAssignedID></BuyerOrderReferencedDocument></ApplicableHeaderTradeAgreement>"
        "<ApplicableHeaderTradeDelivery/><ApplicableHeaderTradeSettlement>"
        f"<InvoiceCurrencyCode>{currency}</InvoiceCurrencyCode><SpecifiedTradeSettlementPaymentMeans><TypeCode>30</TypeCode>"
        "<PayeePartyCreditorFinancialAccount><IBANID>FR76 3000 6000 0112 3456 7890 189</IBANID>"
        f"</PayeePartyCreditorFinancialAccount></SpecifiedTradeSettlementPaymentMeans>{rates}<SpecifiedTradePaymentTerms>"
        f'<DueDateDateTime><DateTimeString format="102">{due}</DateTimeString></DueDateDateTime></SpecifiedTradePaymentTerms>'
        f"<SpecifiedTradeSettlementHeaderMonetarySummation><LineTotalAmount>{said['net']}</LineTotalAmount>"
        f"<TaxBasisTotalAmount>{said['net']}</TaxBasisTotalAmount>"
        f'<TaxTotalAmount currencyID="{currency}">{said["vat"]}</TaxTotalAmount>{sums}'
        f"<GrandTotalAmount>{said['gross']}</GrandTotalAmount><DuePayableAmount>{said['payable']}</DuePayableAmount>"
        "</SpecifiedTradeSettlementHeaderMonetarySummation></ApplicableHeaderTradeSettlement></SupplyChainTradeTransaction>"
        "</CrossIndustryInvoice>"
    )


_DATA = "urn:un:unece:uncefact:data:standard"
_MESSAGE = ("CrossIndustryInvoice", "ExchangedDocumentContext", "ExchangedDocument", "SupplyChainTradeTransaction")


def in_namespaces(xml: str) -> str:
    """An invoice of these with the namespaces that its standard gives each element, as the schematrons look for them."""
    root = read_element(xml.encode())
    is_cii = root.name == "CrossIndustryInvoice"
    for one in root.within():
        if is_cii and one.name not in _MESSAGE:
            kind = (
                "UnqualifiedDataType"
                if one.name == "DateTimeString"
                else "ReusableAggregateBusinessInformationEntity"
            )
            one.namespace = f"{_DATA}:{kind}:100"
        elif not is_cii and one is not root:
            one.namespace = f"{_UBL}:Common{'Aggregate' if one.children else 'Basic'}Components-2"
    return written(root)
