"""Word templates filled in: each part that holds signs made anew, every other part of the file as it is packed.

A template without a sign comes back byte for byte. The values are letters, whatever stands in them; a value that is a
picture becomes one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from types import TracebackType
from typing import Any

from jinja2 import TemplateError, UndefinedError
from markupsafe import Markup

from officebot.connectors.templates.package import WordPackage, insist_on_word
from officebot.connectors.templates.pictures import Picture, drawing, picture_of
from officebot.connectors.templates.places import W
from officebot.connectors.templates.properties import make_known, relate, with_properties
from officebot.connectors.templates.word_parts import (
    NEXT_ID,
    PICTURE,
    SAME_ID,
    BadTemplate,
    Compiled,
    Token,
    at_mark,
    compiled,
    finished,
    parsed,
    plain_value,
    shown,
    word_environment,
)
from officebot.core.documents.fields import Fault, Part, Place
from officebot.core.expressions import expression
from officebot.core.problems import Problem, UserError
from officebot.core.text import say

#: What XML 1.0 does not have, and the noncharacters that are our own tokens: no text that people exchange holds them.
_UNWRITABLE = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufde0-\ufdef\ufffe\uffff]")
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


@dataclass(slots=True)
class Template:
    """A Word template, opened and made ready: its parts that hold signs."""

    package: WordPackage
    parts: list[tuple[str, Part, Compiled]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class _Filling:
    """What one filling-in gathers: the pictures that were asked for, and numbers for drawings."""

    pictures: list[Picture] = field(default_factory=list)
    last_id: int = 90_000
    given: dict[str, Markup] = field(default_factory=dict)

    def finalize(self, value: Any) -> Any:
        if isinstance(value, Mapping) and "picture" in value:
            self.pictures.append(picture_of(value))
            return Token(f"{PICTURE}{len(self.pictures) - 1}{PICTURE}")
        return shown(value)

    def next_id(self, name: str = "") -> Markup:
        """A number that nothing in the template has: they count from 1."""
        self.last_id += 1
        self.given[name] = Token(str(self.last_id))
        return self.given[name]

    def same_id(self, name: str) -> Markup:
        """The number that was given last under this name."""
        return self.given[name]


class _Current:
    """The filling-in that runs: one at a time in its process."""

    filling = _Filling()


@lru_cache(maxsize=8)  # each holds its file: 25 MB at most
def _opened(digest: bytes, language: str) -> Template:
    return opened(_WAITING.pop(digest), language)


_WAITING: dict[bytes, bytes] = {}


def opened(data: bytes, language: str) -> Template:
    """The template made ready; what is wrong in it among its `faults`. Raises UserError for what is no Word document."""
    sandbox = word_environment(language)
    sandbox.finalize = lambda value: _Current.filling.finalize(value)
    sandbox.filters["plain_"] = plain_value
    sandbox.globals[NEXT_ID] = lambda name="": _Current.filling.next_id(name)
    sandbox.globals[SAME_ID] = lambda name: _Current.filling.same_id(name)
    made = Template(WordPackage(data))
    for name, part in made.package.parts():
        content = made.package.content(name)
        if b"{" not in content and b"\x00" not in content[:200]:
            continue
        root = parsed(content)
        if part != "properties":
            insist_on_word(root)
        try:
            ready = compiled(root, part, sandbox)
        except BadTemplate as bad:
            made.faults += bad.faults
        else:
            if ready is not None:
                made.parts.append((name, part, ready))
    return made


def filled(data: bytes, values: Mapping[str, Any], language: str = "en") -> bytes:
    """The document with these values, in the words of `language`. Raises UserError for a template or a value that is wrong."""
    digest = sha256(data).digest()
    _WAITING[digest] = data
    try:
        template = _opened(digest, language)
    finally:
        _WAITING.pop(digest, None)
    if template.faults:
        raise UserError([_problem(one) for one in template.faults])
    told = cleaned(values)
    properties = told.get("properties")
    wants_properties = isinstance(properties, Mapping) and bool(properties)
    if not template.parts and not wants_properties:
        return data
    changed = template.package.as_document()
    for name, _, part in template.parts:
        changed[name] = _filled_part(template.package, name, part, told, changed)
    if wants_properties:
        with_properties(template.package, properties, changed)
    return template.package.written(changed)


def _problem(fault: Fault) -> Problem:
    if fault.place is None:
        return Problem(where="", what=fault.what)
    return Problem(where="", what=say("{what} ({place})", what=fault.what, place=fault.place.words()))


def _filled_part(
    package: WordPackage, name: str, part: Compiled, values: Mapping[str, Any], changed: dict[str, bytes]
) -> bytes:
    filling = _Current.filling = _Filling()
    try:
        xml = part.template.render(values)
    except UndefinedError as error:
        mark = part.place(_line_of(error.__traceback__))
        raise at_mark(mark, say("There is no “{name}” to be put in.", name=_missing(error))) from None
    except UserError as error:
        raise at_mark(part.place(_line_of(error.__traceback__)), error.problems[0].what) from None
    except (MemoryError, OverflowError, RecursionError):
        raise
    except Exception as error:  # noqa: BLE001 - a template may raise anything
        mark = part.place(_line_of(error.__traceback__))
        why = f"{error}" if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
        raise at_mark(mark, say("It cannot be reckoned: {why}.", why=why[:200].rstrip("."))) from None
    drawings = {
        number: _drawing(package, name, picture, filling, changed) for number, picture in enumerate(filling.pictures)
    }
    return finished(xml, drawings)


def _missing(error: UndefinedError) -> str:
    """The name that data do not have, from what Jinja says of it."""
    found = re.findall(r"'([^']{1,100})'", str(error))
    return found[-1] if found else str(error)[:100]


def _line_of(trace: TracebackType | None) -> int | None:
    """The line of the template's source at which it stopped."""
    line = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _drawing(package: WordPackage, part: str, picture: Picture, filling: _Filling, changed: dict[str, bytes]) -> str:
    name = f"word/media/officebot-{sha256(picture.data).hexdigest()[:16]}.{picture.ending}"
    if name not in changed:
        changed[name] = picture.data
        make_known(package, changed, name, f"image/{picture.ending}")
    relation = relate(package, changed, part, _IMAGE, name)
    return drawing(picture, relation, int(filling.next_id()))


def cleaned(value: Any) -> Any:
    """The values without what no document can hold."""
    match value:
        case str():
            text = value.replace("\r\n", "\n").replace("\r", "\n")
            return _UNWRITABLE.sub("", text)
        case Mapping():
            return {str(name): cleaned(one) for name, one in value.items()}
        case list() | tuple():
            return [cleaned(one) for one in value]
    return value


# ── what is noted of a template that people still work on ─────────────────────────────────────────────────

_TRACKED = tuple(f"{W}{one}" for one in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"))


def remarks(package: WordPackage) -> list[Fault]:
    """Tracked changes and comments that a template still holds: they would go out with each document."""
    found: list[Fault] = []
    for name, part in package.parts():
        if part != "properties" and any(True for _ in parsed(package.content(name)).iter(*_TRACKED)):
            where = Place(part=part).words()
            what = say(
                "There are tracked changes ({part}): accept or reject them, or each document shows them.", part=where
            )
            found.append(Fault(what=what, is_grave=False, kind="tracked changes"))
    if package.related(package.main, "comments"):
        what = say("There are comments in the template: delete them, or each document carries them.")
        found.append(Fault(what=what, is_grave=False, kind="comments"))
    return found
