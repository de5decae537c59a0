"""A plugin's own sentences: said in English in the code, in French from the `locale/fr.po` of its package."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from officebot.core.catalogues import domain_of
from officebot.core.text import Text, Value


class Say(Protocol):
    """Makes a sentence: `say("Held for {person}", person="Claire")`."""

    def __call__(self, source: str, /, **values: Value) -> Text:
        """The sentence of this source, its places filled with the values."""
        ...


class Counted(Protocol):
    """Makes a sentence that counts: `counted("{count} visitor", "{count} visitors", 3)`."""

    def __call__(self, one: str, several: str, /, count: int, **values: Value) -> Text:
        """The sentence for so many things; both sources are translated apart."""
        ...


class Texts(NamedTuple):
    """How a plugin says its sentences."""

    say: Say
    counted: Counted


def texts(package: str) -> Texts:
    """`say` and `counted` of a plugin, best in its `texts.py`: `say, counted = texts(__name__)`.

    What they say is translated by that plugin's file alone: no plugin changes another's words, or officebot's. Once the
    plugin is gone, what it said is shown in English.
    """
    domain = domain_of(package)

    def say(source: str, /, **values: Value) -> Text:
        return Text(source, tuple(values.items()), "", domain)

    def counted(one: str, several: str, /, count: int, **values: Value) -> Text:
        return Text(one, (("count", count), *values.items()), several, domain)

    return Texts(say, counted)
