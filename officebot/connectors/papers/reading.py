"""What documents a file holds, whatever was used to write it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from officebot.connectors.papers.xml import looks_like_xml
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import say
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

    data = file_bytes(source) if isinstance(source, Path) else source
    name = name or (source.name if isinstance(source, Path) else "")
    if looks_like_xml(data):
        return read_xml_documents(data)
    from officebot.connectors.papers.people import read_for_people

    return [one.document for one in read_for_people(data, name, Known(on=on or today()), read_xml_documents)]


def today() -> date:
    """The day on which a file without one is read."""
    return datetime.now().astimezone().date()


def file_bytes(path: Path) -> bytes:
    """What the file holds. Raises UserError for one that is missing, too large or closed to us, Unavailable for a fault."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise UserError(Problem(where=path.name, what=say("There is no such file."))) from error
    except IsADirectoryError as error:
        raise UserError(Problem(where=path.name, what=say("This is a folder, no file."))) from error
    except PermissionError as error:
        raise UserError(Problem(where=path.name, what=say("This file may not be read by us."))) from error
    except OSError as error:
        raise Unavailable(path.name, say("{file} cannot be read just now.", file=path.name)) from error
    if len(data) > LARGEST_FILE:
        what = say("This file is larger than {most} MB: it is not read.", most=LARGEST_FILE // 1_000_000)
        raise UserError(Problem(where=path.name, what=what))
    return data
