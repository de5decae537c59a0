"""What documents a file holds, whatever was used to write it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from officebot.connectors.file_bytes import file_bytes
from officebot.connectors.papers.xml import looks_like_xml
from officebot.core.trade.known import Known
from officebot.core.trade.model import TradeDocument

#: A mail with its attachments; what is in it has bounds of its own.
LARGEST_FILE = 50_000_000


def read_documents(source: Path | bytes, name: str = "", on: date | None = None) -> list[TradeDocument]:
    """What the documents in the file say, in their order. Raises UserError, in a sentence, where it holds none.

    `name` is what people call it, and must be given with bytes; `on` the day on which it came, today where nobody says.
    Bytes from outside are read in a worker: see `apart`.
    """
    from officebot.connectors.papers.edocuments import read_xml_documents

    data = file_bytes(source, LARGEST_FILE) if isinstance(source, Path) else source
    name = name or (source.name if isinstance(source, Path) else "")
    if looks_like_xml(data):
        return read_xml_documents(data)
    from officebot.connectors.papers.people import read_for_people

    return [one.document for one in read_for_people(data, name, Known(on=on or today()), read_xml_documents)]


def today() -> date:
    """The day on which a file without one is read."""
    return datetime.now().astimezone().date()
