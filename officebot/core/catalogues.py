"""The French of plugins' sentences: each plugin's own file, read strictly, apart from every other's.

A sentence names its plugin by the plugin's package (its domain). The translations stand in `locale/fr.po` in the package's
folder, which is found without importing anything. Where the plugin is gone, or its file is not what it should be, the
sentence is shown in English.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from officebot.core.expressions import expression

#: Where a package keeps its French.
PLACE = "locale/fr.po"
#: No plugin says more than this.
MOST_BYTES, MOST_SENTENCES, LONGEST = 1_000_000, 10_000, 10_000
_PACKAGE = expression(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_STRING = expression(r'"(?:[^"\\]|\\["\\nt])*+"')
_ESCAPED = expression(r"\\(.)", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_KEYWORDS = ("msgid", "msgstr")


class BadCatalogue(ValueError):
    """A file of translations that cannot be read: at which line, counted from 1, and why."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")
        self.line = line
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One sentence and its translation, "" where there is none yet; `is_fuzzy` where somebody must look at it again."""

    source: str
    french: str
    is_fuzzy: bool = False
    place: str = ""


def domain_of(module: str) -> str:
    """The domain of what a module says: its topmost package, or "" for officebot's own."""
    package = module.partition(".")[0]
    return "" if package == "officebot" else package


def french_of(domain: str, source: str) -> str:
    """A plugin's sentence in French; as it is, where there is no French for it."""
    return _catalogue_of(domain).get(source, source)


def forget() -> None:
    """Let go of what was read of plugins' files: they are read anew when next something of theirs is said."""
    _catalogue_of.cache_clear()


def entries(text: str) -> Iterator[Entry]:
    """The entries of a .po file, its head left out. Raises BadCatalogue.

    The part of the format that plugins use: comments, `msgid` and `msgstr`, strings over several lines. Contexts and plural
    forms are refused: each sentence that counts is a pair of entries.
    """
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        yield from reader.read(number, line.strip())
    yield from reader.ended()


def translations_in(text: str) -> dict[str, str]:
    """French by English, of what is translated: nothing empty, nothing fuzzy, nothing with other places than its source."""
    found: dict[str, str] = {}
    for one in entries(text):
        if len(found) >= MOST_SENTENCES:
            break
        if one.french and not one.is_fuzzy and places(one.source) == places(one.french) and is_plain(one.french):
            found[one.source] = one.french
    return found


@lru_cache(maxsize=4096)
def is_plain(sentence: str) -> bool:
    """Whether its places are names and nothing more: no width that fills the memory, no way into what stands there."""
    try:
        return all(
            name is None or (name.isidentifier() and not spec and not conversion)
            for _, name, spec, conversion in string.Formatter().parse(sentence)
        )
    except ValueError:
        return False


def places(sentence: str) -> frozenset[str] | None:
    """The named places of a sentence; None where its braces do not fit."""
    try:
        return frozenset(name for _, name, *_ in string.Formatter().parse(sentence) if name is not None)
    except ValueError:
        return None


def folder_of(domain: str) -> Path | None:
    """The folder of a package that is installed, found without importing it; None where there is none."""
    if not _PACKAGE.fullmatch(domain):
        return None
    try:
        spec = find_spec(domain)
    except (ImportError, ValueError, AttributeError):
        return None
    inside = list(spec.submodule_search_locations or ()) if spec is not None else []
    return Path(inside[0]) if inside else None


@lru_cache(maxsize=256)
def _catalogue_of(domain: str) -> Mapping[str, str]:
    folder = folder_of(domain)
    if folder is None:
        return {}
    try:
        file = folder / PLACE
        if file.stat().st_size > MOST_BYTES:
            return {}
        return translations_in(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


class _Reader:
    """Reads line by line; an entry is over when the next one, or an empty line, begins."""

    def __init__(self) -> None:
        self._parts: dict[str, list[str]] = {}
        self._at = ""
        self._is_fuzzy = False
        self._place = ""
        self._line = 0

    def read(self, number: int, line: str) -> Iterator[Entry]:
        """One line; the entry that it ends, if any."""
        self._line = number
        if not line or line.startswith("#"):
            if "msgstr" in self._parts:
                yield from self.ended()
            self._comment(line)
            return
        keyword, _, rest = line.partition(" ")
        if keyword in _KEYWORDS:
            if keyword == "msgid" and "msgstr" in self._parts:
                yield from self.ended()
            self._begin(keyword)
            line = rest.strip()
        elif not line.startswith('"') or not self._at:
            raise BadCatalogue(number, f"this is not understood: {line[:40]!r}")
        if not _STRING.fullmatch(line):
            raise BadCatalogue(number, f"this is no string: {line[:40]!r}")
        self._parts[self._at].append(_ESCAPED.sub(lambda found: _LETTERS[found[1]], line[1:-1]))

    def ended(self) -> Iterator[Entry]:
        """The entry that was being read, if any."""
        if not self._parts:
            return
        if "msgid" not in self._parts or "msgstr" not in self._parts:
            raise BadCatalogue(self._line, "msgid and msgstr belong together")
        source, french = "".join(self._parts["msgid"]), "".join(self._parts["msgstr"])
        if max(len(source), len(french)) > LONGEST:
            raise BadCatalogue(self._line, f"a sentence has {LONGEST} letters at most")
        if source:
            yield Entry(source=source, french=french, is_fuzzy=self._is_fuzzy, place=self._place)
        self._parts, self._at, self._is_fuzzy, self._place = {}, "", False, ""

    def _begin(self, keyword: str) -> None:
        if keyword in self._parts or (keyword == "msgstr" and "msgid" not in self._parts):
            raise BadCatalogue(self._line, f"{keyword} does not belong here")
        self._at = keyword
        self._parts[keyword] = []

    def _comment(self, line: str) -> None:
        if line.startswith("#,") and "fuzzy" in line:
            self._is_fuzzy = True
        elif line.startswith("#.") and not self._place:
            self._place = line[2:].strip()
