"""The texts of a plugin's letters: the office's own words, where it has some, else those that came with the plugin."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from officebot.core.catalogues import folder_of
from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import Language

_NAME = expression(r"[A-Za-z_][\w.-]{0,99}")
_PLACE = expression(r"\{([^{}\n]{0,100})\}")
_LARGEST = 20_000


class Files(Protocol):
    """What reads a file of the office: `Office` does."""

    def read_file(self, path: str) -> bytes:
        """The bytes of a file, by its path relative to the office's folder. Raises FileNotFoundError."""
        ...


def letter_text(office: Files, package: str, name: str, language: Language, places: Collection[str]) -> str:
    """The text of a letter, to be `filled`: “welcome.txt” of the plugin's package, in this language where it has it.

    The office's own comes first: `PACKAGE/LANGUAGE/NAME` or `PACKAGE/NAME` below its folder `templates`. One that names a place
    which is none of `places` is passed over. A plugin that runs apart reads it by the right `files = ["templates/PACKAGE/*"]`.
    Raises FileNotFoundError where the plugin itself has no such text.
    """
    top = package.partition(".")[0]
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a file")
    for place in (f"{language}/{name}", name):
        own = _own(office, f"templates/{top}/{place}")
        if own and set(_PLACE.findall(own)) <= set(places):
            return own
    return _brought(folder_of(top), name, language)


def _own(office: Files, path: str) -> str:
    try:
        # Some editors begin a file with a mark and end its lines with two letters; neither belongs into a mail.
        return office.read_file(path)[:_LARGEST].decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError, UserError):
        return ""


def _brought(folder: Path | None, name: str, language: Language) -> str:
    for place in () if folder is None else (folder / "templates" / language / name, folder / "templates" / name):
        if place.is_file():
            return place.read_text("utf-8")
    raise FileNotFoundError(name)
