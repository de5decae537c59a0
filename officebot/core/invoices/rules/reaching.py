"""Elements reached by their names, a step each: what both syntaxes' readers of terms share, quick for many lines."""

from __future__ import annotations

from collections.abc import Iterator

from officebot.core.invoices.rules.terms import Word
from officebot.core.trade.structured.elements import Element


def child(element: Element | None, *path: str) -> Element | None:
    """The first element at the path, None for none; the first of each step counts."""
    for name in path:
        if element is None:
            return None
        for one in element.children:
            if one.name == name:
                element = one
                break
        else:
            return None
    return element


def word(element: Element | None, *path: str) -> Word:
    """The text at the path; None where there is no such element."""
    found = child(element, *path)
    return None if found is None else found.text.strip()


def some(element: Element | None, *path: str) -> tuple[Element, ...]:
    """All elements at the path, in the document's order."""
    return () if element is None else tuple(element.all(*path))


def attribute(element: Element | None, name: str) -> Word:
    """The attribute's text; None where there is none, or no element."""
    found = None if element is None else element.attributes.get(name)
    return None if found is None else found.strip()


def is_yes(text: Word) -> bool | None:
    """What an indicator says: XML Schema's boolean; None for neither."""
    return {"true": True, "1": True, "false": False, "0": False}.get(text or "")


def numbers(elements: tuple[Element, ...]) -> tuple[tuple[str, str], ...]:
    """Identifiers: scheme and number, those that have one."""
    return tuple((one.attributes.get("schemeID", ""), one.text.strip()) for one in elements if one.text.strip())


def texts(elements: tuple[Element, ...]) -> Iterator[str]:
    """The texts of those that have one."""
    return (found for one in elements if (found := one.text.strip()))
