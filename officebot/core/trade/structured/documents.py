"""Structured documents out of XML elements: which are there, whatever envelope holds them, and what each says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from officebot.core.problems import Problem, UserError
from officebot.core.text import one_line, say
from officebot.core.trade.model import TradeDocument
from officebot.core.trade.rules import problems_of
from officebot.core.trade.structured.cii import is_cii, read_cii
from officebot.core.trade.structured.elements import Element
from officebot.core.trade.structured.ubl import is_ubl, read_ubl


def documents_in(root: Element) -> tuple[Element, ...]:
    """The documents that the element is or holds, in their order: an envelope (SBDH) may hold several."""
    return tuple(_documents(root))


def read_structured(root: Element) -> tuple[TradeDocument, ...]:
    """What each document says, with what is wrong with it. Raises UserError where there is none."""
    found = documents_in(root)
    if not found:
        name = one_line(root.name, 60)
        what = say(
            "This XML file is no order, quotation, delivery note or invoice that is known: it is a “{name}”.",
            name=name,
        )
        raise UserError(Problem(where="", what=what))
    return tuple(_read(element) for element in found)


def _documents(element: Element) -> Iterator[Element]:
    # With a stack of its own: depth comes from outside.
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if is_ubl(one) or is_cii(one):
            yield one
        else:
            waiting.extend(reversed(one.children))


def _read(element: Element) -> TradeDocument:
    document = read_ubl(element) if is_ubl(element) else read_cii(element)
    return replace(document, problems=(*document.problems, *problems_of(element)))
