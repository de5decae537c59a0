"""Elements written as XML text, with prefixes for their namespaces; what XML forbids is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.trade.structured.elements import Element

#: What XML 1.0 does not know, escaped or not (its section 2.2).
_FORBIDDEN = expression("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;", ord("\r"): "&#13;"}


def node(namespace: str, name: str, *children: Element | None) -> Element | None:
    """An element with those of the children that there are; None where there are none."""
    kept = [child for child in children if child is not None]
    return Element(name, namespace, children=kept) if kept else None


def leaf(namespace: str, name: str, text: str, **attributes: str) -> Element | None:
    """An element with a text; None for none: no document of ours has an empty element."""
    words = _FORBIDDEN.sub("", text).strip()
    kept = {key: _FORBIDDEN.sub("", value) for key, value in attributes.items() if value}
    return Element(name, namespace, kept, words) if words else None


def to_xml(root: Element, prefixes: Mapping[str, str]) -> str:
    """The document as text, to be stored as UTF-8. `prefixes` are by namespace; "" is the one without a prefix."""
    spaces = "".join(
        f' xmlns{":" if prefix else ""}{prefix}="{_escaped(space)}"' for space, prefix in prefixes.items()
    )
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(_written(root, prefixes, spaces, 0))


def figure(value: Decimal) -> str:
    """A number as XML Schema writes decimals: no exponent."""
    return f"{value:f}"


def iso(day: date | None) -> str:
    """A day in ISO form, "" for none."""
    return day.isoformat() if day else ""


def _written(element: Element, prefixes: Mapping[str, str], spaces: str, depth: int) -> Iterator[str]:
    prefix = prefixes[element.namespace]
    name = f"{prefix}:{element.name}" if prefix else element.name
    attributes = "".join(f' {key}="{_escaped(value)}"' for key, value in element.attributes.items())
    indent = "  " * depth
    if not element.children:
        yield f"{indent}<{name}{spaces}{attributes}>{_escaped(element.text)}</{name}>\n"
        return
    yield f"{indent}<{name}{spaces}{attributes}>\n"
    for child in element.children:
        yield from _written(child, prefixes, "", depth + 1)
    yield f"{indent}</{name}>\n"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
