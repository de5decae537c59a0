"""XML files of business documents as elements, read safely: no DTD, no entities, nothing fetched, everything bounded."""

from __future__ import annotations

from collections.abc import Mapping

from officebot.connectors.xml import BadXml, ForbiddenXml, read_xml
from officebot.core.expressions import expression
from officebot.core.numbering import without_placeholder
from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.core.trade.structured.elements import Element

#: An order of 20,000 lines has 10 MB and 600,000 elements.
LARGEST_XML = 20_000_000
_MOST_ELEMENTS = 1_000_000
# Of one element; UBL's have five at most.
_MOST_ATTRIBUTES = 100
_ROOT = expression(rb"<[a-z_]")


class _TooMuch(BadXml):
    """More elements than any business document has."""


def read_element(data: bytes, most_elements: int = _MOST_ELEMENTS) -> Element:
    """The root of the XML document, with all that lies in it. Raises UserError, in one sentence, for what is none."""
    if len(data) > LARGEST_XML:
        raise UserError(say("This XML file is larger than {most} MB: it is not read.", most=LARGEST_XML // 1_000_000))
    tree = _Tree(most_elements)
    try:
        read_xml(_from_its_start(data), tree.start, tree.end, tree.text, with_namespaces=True)
    except ForbiddenXml as error:
        raise UserError(_forbidden()) from error
    except _TooMuch as error:
        raise UserError(
            say("This XML file has too many elements for a business document: it is not read.")
        ) from error
    except BadXml as error:
        raise UserError(say("This XML file is damaged: it ends early, or is no XML at all.")) from error
    if tree.root is None:
        raise UserError(say("This XML file is damaged: it ends early, or is no XML at all."))
    return tree.root


def looks_like_xml(data: bytes) -> bool:
    """Whether the bytes start as an XML document does, in UTF-8, in UTF-16 or in an older encoding; not as a web page."""
    start = data[:4000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if b"<html" in start or start.startswith(b"<!doctype html"):
        return False
    if start.startswith((b"<?xml", b"<!--", b"<!doctype", b"<!entity")):
        return True
    return _ROOT.match(start) is not None and (b"xmlns" in start or b"<?" in start or b":" in start[:80])


def _from_its_start(data: bytes) -> bytes:
    """Without blanks before the declaration: XML allows none, and programs write them all the same."""
    plain = data[:100].removeprefix(b"\xef\xbb\xbf").lstrip()
    return data[data.index(b"<?xml") :] if plain.startswith(b"<?xml") else data


def _forbidden() -> Text:
    return say("This XML file declares a document type, which no business document needs: it is not safe to read.")


class _Tree:
    """The elements as they come."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.root: Element | None = None
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._count = 0
        #: The name and the namespace of each name as the parser tells it: there are few, and each comes often.
        self._names: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > self._most or len(attributes) > _MOST_ATTRIBUTES:
            raise _TooMuch("too many elements or attributes")
        known = self._names.get(name)
        if known is None:
            namespace, _, local = name.rpartition(" ")
            known = self._names[name] = local, namespace
        kept: dict[str, str] = {}
        if attributes:
            kept = {key.rpartition(" ")[2]: without_placeholder(value) for key, value in attributes.items()}
        element = Element(*known, kept)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append([])

    def end(self, _: str) -> None:
        self._open.pop().text = "".join(self._texts.pop())

    def text(self, words: str) -> None:
        # Blanks between elements are no text of anybody.
        if self._texts and (words.strip() or self._texts[-1]):
            self._texts[-1].append(without_placeholder(words))
