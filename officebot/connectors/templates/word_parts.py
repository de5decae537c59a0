"""One part of a Word document made ready to be filled in, and filled in: from its XML to a template of Jinja, and back.

Jinja's own signs are noncharacters here: nothing that stands in a document, or in a value, is ever taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from jinja2 import Template, TemplateSyntaxError, Undefined, nodes
from lxml import etree
from markupsafe import Markup, escape

from officebot.connectors.templates.environment import TemplateEnvironment, environment, no_value
from officebot.connectors.templates.word_blocks import place_blocks
from officebot.connectors.templates.word_marks import CLOSE, OPEN, TARGET, Mark, marked
from officebot.core.documents.fields import Fault, Part
from officebot.core.expressions import expression
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, say

_SYNTAX: Mapping[str, Any] = {
    "block_start_string": "\ufde2", "block_end_string": "\ufde3",
    "variable_start_string": "\ufde4", "variable_end_string": "\ufde5",
    "comment_start_string": "\ufde6", "comment_end_string": "\ufde7",
}  # fmt: skip
#: Stand for a line's end, a tab and a picture in what was filled in, until all of it is there.
BREAK, TAB, PICTURE = "\ufde8", "\ufde9", "\ufdea"
_TOKEN = expression(rf"<\?{TARGET} (\d{{1,9}})\?>|{OPEN}(\d{{1,9}}|id|(?:new|same)-\d{{1,9}}){CLOSE}")
_PICTURE = expression(rf"{PICTURE}(\d{{1,6}}){PICTURE}")
_BLANKS = expression(r"[ \t\r\n]+")
_OWN = expression("[\ufde0-\ufdef]")
_LETTERS_AGAIN = '<w:t xml:space="preserve">'
#: Its name in what Jinja calls to get a number that no other drawing of the document has.
NEXT_ID = "next_id_"
#: The same to get once more the number that was given last under a name: the end of a bookmark needs that of its beginning.
SAME_ID = "same_id_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A part that can be filled in as often as wanted. `places` tells of each line of its source whose sign stands there."""

    template: Template
    tree: nodes.Template
    places: Mapping[int, Mark]

    def place(self, line: int | None) -> Mark | None:
        """The sign of this line of the source."""
        return self.places.get(line or 0)


class BadTemplate(Exception):
    """A template that cannot be filled in, with all that is wrong in it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(len(faults))
        self.faults = faults


def parsed(data: bytes) -> Any:
    """The root of a part's XML; no entity of it is followed. Raises UserError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UserError(say("A part of the document is damaged: open it in Word and save it anew.")) from error
    if root.getroottree().docinfo.doctype:
        raise UserError(say("The document declares entities of its own, as attacks do: it is not opened."))
    return root


def word_environment(language: str) -> TemplateEnvironment:
    """The sandbox for Word documents in this language."""
    made = environment(None, True, language, finalize=shown, **_SYNTAX)
    # Values are letters, whatever a template says of them: nothing makes XML of them.
    made.filters["safe"] = str
    return made


def compiled(root: Any, part: Part, sandbox: TemplateEnvironment) -> Compiled | None:
    """The part made ready, or None where no sign stands in it. Raises BadTemplate with all that is wrong."""
    made = marked(root, part)
    if not made.faults:
        place_blocks(made)
    if made.faults:
        raise BadTemplate(made.faults)
    if not made.marks:
        return None
    xml = etree.tostring(root.getroottree(), encoding="unicode", xml_declaration=False)
    source, places = _source(xml, {mark.number: mark for mark in made.marks})
    try:
        return Compiled(template=sandbox.from_string(source), tree=sandbox.parse(source), places=places)
    except TemplateSyntaxError as error:
        raise BadTemplate([syntax_fault(error, places.get(error.lineno))]) from None


def syntax_fault(error: TemplateSyntaxError, mark: Mark | None) -> Fault:
    """What Jinja cannot read, as a sentence with the sign."""
    why = _OWN.sub("", str(error.message or ""))[:200]
    if mark is None:
        return Fault(what=say("A sign cannot be read: {why}", why=why))
    return Fault(what=say("“{sign}” cannot be read: {why}", sign=mark.sign.shown, why=why), place=mark.place)


def _source(xml: str, marks: Mapping[int, Mark]) -> tuple[str, dict[int, Mark]]:
    """Jinja's source, each sign on a line of its own, and whose sign stands on which line."""
    held: list[str] = []
    places: dict[int, Mark] = {}
    line, at = 1, 0
    for found in _TOKEN.finditer(xml):
        before = xml[at : found.start()]
        held.append(before)
        line += before.count("\n")
        at = found.end()
        if found[2] and not found[2].isdecimal():
            kind, _, name = found[2].partition("-")
            held.append(f"\ufde4{SAME_ID if kind == 'same' else NEXT_ID}('{name}')\ufde5")
            continue
        mark = marks[int(found[1] or found[2])]
        if mark.sign.kind != "note":
            places[line] = mark
            held.append(_jinja(mark))
            line += 1
    held.append(xml[at:])
    return "".join(held), places


def _jinja(mark: Mark) -> str:
    words = _OWN.sub("", mark.sign.words)
    if mark.sign.kind == "block":
        if mark.sign.keyword == "end":
            words = f"end{words[3:]}"
        return f"\ufde2 {words} \n\ufde3"
    return f"\ufde4({words})|plain_\n\ufde5" if mark.is_attribute else f"\ufde4 {words} \n\ufde5"


# ── values ────────────────────────────────────────────────────────────────────────────────────────────────


def shown(value: Any) -> Any:
    """A value as it stands in the document: its letters, with tokens for what letters are not."""
    if isinstance(value, Token):
        return value
    if isinstance(value, Markup):
        value = value.unescape()  # of filters that escape; no value makes XML
    if value is None:
        return ""
    if isinstance(value, Undefined):
        return str(value)  # which says what is missing
    if callable(value):
        raise UserError(no_value(value))
    if isinstance(value, Mapping):
        raise UserError(
            say("It has parts of its own ({names}): name one of them.", names=[str(one) for one in value][:9])
        )
    if isinstance(value, list | tuple):
        if any(isinstance(one, Mapping | list | tuple) for one in value):
            raise UserError(say("It is a list of things with parts: go through it with “for”."))
        value = ", ".join(str(one) for one in value)
    text = str(escape(str(value)))
    # Escaped one line before.
    return Markup(text.replace("\n", BREAK).replace("\t", TAB))  # noqa: S704


class Token(Markup):
    """A token that is put in as it is: the number of a picture."""

    __slots__ = ()


def plain_value(value: Any) -> str:
    """A value in an attribute: one line of letters."""
    if isinstance(value, Mapping):
        value = value.get("alt", "")
    return _BLANKS.sub(" ", str("" if value is None else value)).strip()


# ── what comes out ────────────────────────────────────────────────────────────────────────────────────────


def finished(xml: str, drawings: Mapping[int, str]) -> bytes:
    """The part's bytes of what was filled in: tokens turned into Word's own, nothing left half. Raises UserError."""
    if PICTURE in xml:
        xml = _PICTURE.sub(lambda one: f"</w:t>{drawings[int(one[1])]}{_LETTERS_AGAIN}", xml)
    xml = xml.replace(BREAK, f"</w:t><w:br/>{_LETTERS_AGAIN}").replace(TAB, f"</w:t><w:tab/>{_LETTERS_AGAIN}")
    xml = _whole(xml)
    data = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode()
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(data, True)
    except expat.ExpatError:
        raise UserError(
            say("What the template makes is no whole document: see that each sign begins and ends in like places.")
        ) from None
    return data


_EMPTY_CELL = expression(r"(<w:tc>|<w:tc [^<>]{0,300}>|</w:tcPr>|<w:tcPr/>|</w:tbl>)(</w:tc>)")
_EMPTY_ROW = expression(
    r"<w:tr(?: [^<>]{0,500})?>(?:<w:trPr/>|<w:trPr>(?:(?!</w:trPr>|<w:tr[ >]).){0,3000}</w:trPr>)?</w:tr>", re.DOTALL
)
_EMPTY_HOLDER = expression(r"(<w:(txbxContent|hdr|ftr)(?: [^<>]{0,8000})?)(?:/>|></w:\2>)")


def _whole(xml: str) -> str:
    """What Word asks for, whatever was left out: rows in tables, cells in rows, a paragraph in each cell."""
    if "</w:tr>" in xml:
        xml = _EMPTY_ROW.sub("", xml)
    while (end := xml.find("</w:tblGrid></w:tbl>")) >= 0:
        start = max(xml.rfind("<w:tbl>", 0, end), xml.rfind("<w:tbl ", 0, end))
        if start < 0:
            break
        xml = xml[:start] + xml[end + len("</w:tblGrid></w:tbl>") :]
    if "</w:tc>" in xml:
        xml = _EMPTY_CELL.sub(r"\1<w:p/>\2", xml)
    if "<w:txbxContent" in xml or "<w:hdr" in xml or "<w:ftr" in xml:
        xml = _EMPTY_HOLDER.sub(r"\1><w:p/></w:\2>", xml)
    return xml


def at_mark(mark: Mark | None, what: Text) -> UserError:
    """The error, with the sign and where it stands."""
    if mark is None:
        return UserError(what)
    sentence = say(
        "{what} It is asked for by “{sign}” ({place}).", what=what, sign=mark.sign.shown, place=mark.place.words()
    )
    return UserError(Problem(where="", what=sentence))
