"""What is asked of whom, as people write it: `address=words [field, field] (xlsx)`."""

from __future__ import annotations

from collections.abc import Iterable

from officebot.core.expressions import expression
from officebot.core.gathering.model import Ask
from officebot.core.letters import is_plain_address
from officebot.core.problems import UserError
from officebot.core.text import one_line, plain, say

_FIELDS = expression(r"\[([^\[\]\n]{1,1000})\]")
_FILES = expression(r"\(([^()\[\]\n]{3,60})\)[\s.]{0,5}$")
#: The endings that each kind of file that can be asked for may have.
KINDS: dict[str, frozenset[str]] = {
    "xlsx": frozenset({"xlsx", "xlsm", "xls", "ods", "csv"}),
    "docx": frozenset({"docx", "docm", "doc", "odt", "rtf"}),
    "pptx": frozenset({"pptx", "ppt", "odp"}),
    "pdf": frozenset({"pdf"}),
    "image": frozenset({"png", "jpg", "jpeg", "gif", "tif", "tiff", "webp", "heic", "svg"}),
    "file": frozenset(),
}
#: As people call them, in plain letters.
_WORDS = {
    "excel": "xlsx", "csv": "xlsx", "tableur": "xlsx", "classeur": "xlsx", "spreadsheet": "xlsx", "word": "docx",
    "powerpoint": "pptx", "presentation": "pptx", "diaporama": "pptx", "photo": "image", "picture": "image",
    "fichier": "file",
}  # fmt: skip


def read_asks(written: Iterable[str]) -> tuple[tuple[str, Ask], ...]:
    """Whom and what: each address (lower case) once, in order. Raises UserError for what cannot be read."""
    found: dict[str, Ask] = {}
    for one in written:
        address, ask = read_ask(one)
        if address in found:
            raise UserError(
                say("“{address}” is asked twice: write all that is asked of them in one.", address=address)
            )
        found[address] = ask
    return tuple(found.items())


def read_ask(written: str) -> tuple[str, Ask]:
    """The address, and what is asked: fields in square brackets, kinds of files in round ones at the end."""
    address, equals, words = written.partition("=")
    address = address.strip().lower()
    if not equals or not words.strip() or not is_plain_address(address):
        raise UserError(
            say("“{written}” names nobody and nothing: write ADDRESS=WHAT, as marie@office.example=the sales figures.",
                written=one_line(written, 80))
        )  # fmt: skip
    files = _files_of(words)
    if files:
        words = _FILES.sub("", words)
    fields = [one_line(part, 60) for group in _FIELDS.findall(words) for part in group.split(",")]
    what = one_line(_FIELDS.sub(" ", words), 300)
    return address, Ask(what=what, fields=tuple(dict.fromkeys(one for one in fields if one)), files=files)


def _files_of(words: str) -> tuple[str, ...]:
    """The kinds of files named in brackets at the end; none where another word stands in them."""
    found = _FILES.search(words)
    if found is None:
        return ()
    named = [one.strip() for one in plain(found[1]).replace(" ou ", ",").replace(" or ", ",").split(",")]
    kinds = [_WORDS.get(one, one) for one in named]
    return tuple(dict.fromkeys(kinds)) if all(one in KINDS for one in kinds) else ()
