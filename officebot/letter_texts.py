"""The texts of letters: the office's own, else those that travel with the package."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Protocol

from officebot.core.expressions import expression
from officebot.resources import packaged

_PLACE = expression(r"\{([^{}\n]*)\}")
_LARGEST = 20_000


class Files(Protocol):
    """What reads a file of the office: `Office` does."""

    def read_file(self, path: str) -> bytes: ...


def letter_text(office: Files, name: str, places: Collection[str] | None = None) -> tuple[str, str]:
    """The text of `templates/NAME` and "": the office's own, where it has one that can be read, else the shipped one.

    Where the office's own names a place that is none of `places`, the shipped text comes back with that place.
    """
    try:
        # Some editors begin a file with a mark and end its lines with two letters; neither belongs into a mail.
        own = office.read_file(f"templates/{name}")[:_LARGEST].decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        return _shipped(name), ""
    unknown = next((one for one in _PLACE.findall(own) if places is not None and one not in places), "")
    return (_shipped(name), unknown) if unknown else (own, "")


@lru_cache(maxsize=64)
def _shipped(name: str) -> str:
    return (packaged("templates") / name).read_text(encoding="utf-8")
