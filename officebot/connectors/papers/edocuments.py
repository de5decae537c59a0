"""Structured business documents out of bytes: Peppol's UBL, Order-X, the XML that a hybrid PDF carries."""

from __future__ import annotations

from officebot.connectors.papers.xml import read_element
from officebot.core.trade.model import TradeDocument
from officebot.core.trade.structured.documents import read_structured


def read_xml_documents(data: bytes) -> list[TradeDocument]:
    """What the documents in the XML say, in their order: an envelope may hold several. Raises UserError for none."""
    return list(read_structured(read_element(data)))


def read_xml_document(data: bytes) -> TradeDocument:
    """The first of them. Raises UserError where the bytes are no such document."""
    return read_xml_documents(data)[0]
