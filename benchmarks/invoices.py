"""Structured invoices read by `officebot invoice read`, beside the package factur-x and the least that a reader must do.

    python benchmarks/invoices.py                    1,000 mixed invoices: UBL and CII in turn, 1 to 100 lines
    python benchmarks/invoices.py --invoices 100     fewer

All times are processor time, of the command with its worker, or of this process; the invoices are made here and lie on the
disk. The floors are expat and lxml, which parse and look at nothing. The package's share is what it offers for a file:
it tells the flavour and the level, checks the XML against the schema, and gives no figures.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from xml.parsers import expat

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import facturx
from lxml import etree

from benchmarks.common import PROGRAM, table

_GOODS = (
    "Papier A4",
    "Stylo bille",
    "Classeur",
    "Toner",
    "Chaise",
    "Lampe",
    "Écran",
    "Clavier",
    "Cahier",
    "Enveloppe",
)
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_RSM = "urn:un:unece:uncefact:data:standard:"
_CENT = Decimal("0.01")


def make(folder: Path, count: int, chance: random.Random) -> list[Path]:
    """Write so many invoices, UBL and CII in turn; half have ten lines at most, as invoices do."""
    made = []
    for number in range(count):
        most = 100 if chance.random() < 0.5 else 10
        lines = [_line(chance) for _ in range(chance.randint(1, most))]
        path = folder / f"{number:05}.xml"
        path.write_text((_cii if number % 2 else _ubl)(number, lines), "utf-8")
        made.append(path)
    return made


def _line(chance: random.Random) -> tuple[str, int, Decimal, Decimal]:
    quantity, price = chance.randint(1, 200), Decimal(chance.randint(50, 50_000)) / 100
    return f"{chance.choice(_GOODS)} {chance.randint(1, 999)}", quantity, price, quantity * price


def _sums(lines: Sequence[tuple[str, int, Decimal, Decimal]]) -> tuple[Decimal, Decimal]:
    net = sum((amount for *_, amount in lines), Decimal(0))
    return net, (net * Decimal("0.2")).quantize(_CENT)


def _ubl(number: int, lines: Sequence[tuple[str, int, Decimal, Decimal]]) -> str:
    net, tax = _sums(lines)
    rows = "".join(
        f'<cac:InvoiceLine><cbc:ID>{place}</cbc:ID><cbc:InvoicedQuantity unitCode="C62">{count}</cbc:InvoicedQuantity>'
        f'<cbc:LineExtensionAmount currencyID="EUR">{amount}</cbc:LineExtensionAmount><cac:OrderLineReference><cbc:LineID>{place}'
        f"</cbc:LineID></cac:OrderLineReference><cac:Item><cbc:Name>{name}</cbc:Name><cac:SellersItemIdentification><cbc:ID>"
        f"R{place}</cbc:ID></cac:SellersItemIdentification><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>20"
        "</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item><cac:Price>"
        f'<cbc:PriceAmount currencyID="EUR">{price}</cbc:PriceAmount></cac:Price></cac:InvoiceLine>'
        for place, (name, count, price, amount) in enumerate(lines, 1)
    )
    party = (
        "<cac:Party><cac:PostalAddress><cbc:CityName>Lyon</cbc:CityName><cac:Country><cbc:IdentificationCode>FR"
        "</cbc:IdentificationCode></cac:Country></cac:PostalAddress><cac:PartyTaxScheme><cbc:CompanyID>FR32123456782"
        "</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity>"
        "<cbc:RegistrationName>Papeterie Durand</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party>"
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Invoice xmlns="{_UBL}Invoice-2" xmlns:cac="{_UBL}CommonAggregateComponents-2" '
        f'xmlns:cbc="{_UBL}CommonBasicComponents-2"><cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>'
        f"<cbc:ID>F-{number}</cbc:ID><cbc:IssueDate>2026-11-02</cbc:IssueDate><cbc:DueDate>2026-12-02</cbc:DueDate>"
        "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
        f"<cac:AccountingSupplierParty>{party}</cac:AccountingSupplierParty><cac:AccountingCustomerParty>{party}"
        "</cac:AccountingCustomerParty><cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cac:PayeeFinancialAccount>"
        "<cbc:ID>FR7630006000011234567890189</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans><cac:TaxTotal>"
        f'<cbc:TaxAmount currencyID="EUR">{tax}</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">{net}'
        f'</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">{tax}</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID>'
        "<cbc:Percent>20</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>"
        f'</cac:TaxTotal><cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount>'
        f'<cbc:TaxExclusiveAmount currencyID="EUR">{net}</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">'
        f'{net + tax}</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">{net + tax}</cbc:PayableAmount>'
        f"</cac:LegalMonetaryTotal>{rows}</Invoice>"
    )


def _cii(number: int, lines: Sequence[tuple[str, int, Decimal, Decimal]]) -> str:
    net, tax = _sums(lines)
    rows = "".join(
        f"<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>{place}</ram:LineID>"
        f"</ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:SellerAssignedID>R{place}</ram:SellerAssignedID>"
        f"<ram:Name>{name}</ram:Name></ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement>"
        f"<ram:NetPriceProductTradePrice><ram:ChargeAmount>{price}</ram:ChargeAmount></ram:NetPriceProductTradePrice>"
        f'</ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">{count}'
        "</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax>"
        "<ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>20"
        "</ram:RateApplicablePercent></ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLineMonetarySummation>"
        f"<ram:LineTotalAmount>{amount}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>"
        "</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>"
        for place, (name, count, price, amount) in enumerate(lines, 1)
    )
    party = (
        "<ram:Name>Papeterie Durand</ram:Name><ram:PostalTradeAddress><ram:CountryID>FR</ram:CountryID></ram:PostalTradeAddress>"
        '<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">FR32123456782</ram:ID></ram:SpecifiedTaxRegistration>'
    )
    day = '<udt:DateTimeString format="102">20261102</udt:DateTimeString>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rsm:CrossIndustryInvoice xmlns:rsm="{_RSM}CrossIndustryInvoice:100" '
        f'xmlns:ram="{_RSM}ReusableAggregateBusinessInformationEntity:100" xmlns:udt="{_RSM}UnqualifiedDataType:100">'
        "<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID>"
        "</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext><rsm:ExchangedDocument>"
        f"<ram:ID>F-{number}</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime>{day}</ram:IssueDateTime>"
        f"</rsm:ExchangedDocument><rsm:SupplyChainTradeTransaction>{rows}<ram:ApplicableHeaderTradeAgreement>"
        f"<ram:SellerTradeParty>{party}</ram:SellerTradeParty><ram:BuyerTradeParty>{party}</ram:BuyerTradeParty>"
        "</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery/><ram:ApplicableHeaderTradeSettlement>"
        "<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode><ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30"
        "</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>FR7630006000011234567890189</ram:IBANID>"
        "</ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans><ram:ApplicableTradeTax>"
        f"<ram:CalculatedAmount>{tax}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>{net}"
        "</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>20</ram:RateApplicablePercent>"
        f"</ram:ApplicableTradeTax><ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>{day}</ram:DueDateDateTime>"
        "</ram:SpecifiedTradePaymentTerms><ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>"
        f"{net}</ram:LineTotalAmount><ram:TaxBasisTotalAmount>{net}</ram:TaxBasisTotalAmount>"
        f'<ram:TaxTotalAmount currencyID="EUR">{tax}</ram:TaxTotalAmount><ram:GrandTotalAmount>{net + tax}'
        f"</ram:GrandTotalAmount><ram:DuePayableAmount>{net + tax}</ram:DuePayableAmount>"
        "</ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>"
        "</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"
    )


# ── what is measured ──────────────────────────────────────────────────────────────────────────────────────


def command(files: Sequence[Path]) -> float:
    """Processor time of the whole command, its start and its worker too. Raises where one invoice is not valid."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    called = [*PROGRAM, "invoice", "read", "--json", *map(str, files)]
    ended = subprocess.run(called, capture_output=True, check=True, env={**os.environ, "LANGUAGE": "en"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    lines = ended.stdout.splitlines()
    if len(lines) != len(files) or not all(b'"valid": true' in line for line in lines):
        raise SystemExit("an invoice was not read, or is not valid")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_process(files: Sequence[Path], read: Callable[[bytes], object]) -> float:
    """Processor time of reading each file here."""
    began = time.process_time()
    for path in files:
        read(path.read_bytes())
    return time.process_time() - began


def by_package(data: bytes) -> object:
    """What factur-x says of an invoice: flavour and level, and that the schema is kept."""
    tree = etree.fromstring(data)
    flavour = facturx.get_flavor(tree)
    level = facturx.get_level(tree, flavour)
    return facturx.xml_check_xsd(data, flavor=flavour, level=level)


def by_expat(data: bytes) -> object:
    """A parse that tells nobody."""
    return expat.ParserCreate(namespace_separator=" ").Parse(data, True)


def main() -> None:
    """Print one table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--invoices", type=int, default=1000)
    count = asked.parse_args().invoices
    with tempfile.TemporaryDirectory() as folder:
        files = make(Path(folder), count, random.Random(7))
        size = sum(path.stat().st_size for path in files)
        print(f"{count} invoices, {size / 1e6:.1f} MB\n")
        cii = [path for path in files[:100] if int(path.stem) % 2]
        measured = [
            ("officebot invoice read --json", command(files), count),
            ("factur-x (level and schema), CII only", in_process(cii, by_package), len(cii)),
            ("lxml, parse only", in_process(files, etree.fromstring), count),
            ("expat, parse only", in_process(files, by_expat), count),
        ]
    rows = [(name, f"{seconds:.2f}", str(of), f"{seconds / of * 1000:.2f}") for name, seconds, of in measured]
    print(table([("reader", "seconds of processor time", "invoices", "ms an invoice"), *rows]))


if __name__ == "__main__":
    main()
