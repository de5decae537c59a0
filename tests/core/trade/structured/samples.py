"""Business documents of our own, in a few lines each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from officebot.connectors.papers.xml import read_element
from officebot.core.trade.structured.elements import Element
from officebot.core.trade.structured.order_to_write import FirmToWrite, LineToWrite, OrderToWrite, PlaceToWrite

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_RSM = "urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100"
PEPPOL = "urn:fdc:peppol.eu:poacc:trns"


def ubl(root: str, body: str) -> Element:
    """A UBL document of this root; the body without prefixes."""
    return read_element(f'<{root} xmlns="{_UBL}:{root}-2">{body}</{root}>'.encode())


def order_x(code: str, body: str, head: str = "") -> Element:
    """A Cross Industry Order of this type code (220, 230, 231) with this transaction."""
    return read_element(
        f'<SCRDMCCBDACIOMessageStructure xmlns="{_RSM}"><ExchangedDocument><ID>A-1</ID><TypeCode>{code}</TypeCode>{head}'
        f"</ExchangedDocument><SupplyChainTradeTransaction>{body}</SupplyChainTradeTransaction>"
        "</SCRDMCCBDACIOMessageStructure>".encode()
    )


def order_to_write() -> OrderToWrite:
    """An order with all that an order may say."""
    return OrderToWrite(
        number="BC-2026-0042",
        issued=date(2026, 11, 26),
        currency="EUR",
        buyer=FirmToWrite(
            name="Atelier Verrier & Fils",
            endpoint=("0088", "4012345500004"),
            number=("0002", "123456782"),
            vat="FR32123456782",
            place=PlaceToWrite(street="3 rue du Port", city="Lille", postcode="59000"),
            contact="Claire Petit",
            email="claire@atelier-verrier.example",
        ),
        seller=FirmToWrite(
            name="Papeterie <Durand>",
            email="ventes@durand.example",
            place=PlaceToWrite(street="1 quai Claude", more="Bâtiment B", city="Lyon", postcode="69001"),
        ),
        lines=(
            LineToWrite(
                number="1",
                label="Papier A4 80 g",
                quantity=Decimal(40),
                price=Decimal("4.15"),
                buyer_article="PAP-A4",
                seller_article="PA-80",
                gtin="3012345678900",
                delivery_date=date(2026, 12, 4),
                note="Par palette",
                tax_rate=Decimal(20),
            ),
            LineToWrite(
                number="2",
                label="Vis",
                quantity=Decimal(250),
                price=Decimal("12.345"),
                per=Decimal(100),
                tax_rate=Decimal("5.5"),
            ),
        ),
        notes=("Livrer le matin",),
        delivery_place=PlaceToWrite(name="Dépôt", street="9 rue du Quai", city="Lille", postcode="59000"),
        delivery_date=date(2026, 12, 4),
        valid_until=date(2026, 12, 31),
        quote="D-77",
        reference="CP",
        terms="30 jours",
    )
