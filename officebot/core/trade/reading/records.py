"""Lines as records, each thing said with its name: « Article : lampe », « Quantité : 12 », “Unit price £34.50”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from officebot.core.expressions import expression
from officebot.core.trade.paper import Paper
from officebot.core.trade.reading.figures import Writing, figure
from officebot.core.trade.reading.tables import TableLine, is_sum
from officebot.core.trade.reading.words import Role, roles_of

_NAMED = expression(r"([^\d:=€£$]{2,28}?)(?: ?[:=] ?| (?=[\d€£$]))(.{1,200})")
_NAMES = (Role.label, Role.article, Role.buyer_article, Role.position)
_FIELDS = frozenset(
    {*_NAMES, Role.quantity, Role.price, Role.amount, Role.unit, Role.date, Role.discount, Role.outstanding}
)
_FIGURES = frozenset({Role.quantity, Role.price, Role.amount, Role.outstanding})
_LINE = expression(r"(?:line|ligne|item|poste|pos\.?|article)? ?(?:n° ?|no\.? ?|#)?\d{1,3}[.)]?", re.IGNORECASE)
_FEWEST = 2


def recorded_lines(paper: Paper, writing: Writing) -> list[TableLine]:
    """The records of a paper that count something and are called something; none where there is only one without a price."""
    found: list[TableLine] = []
    current: dict[Role, str] = {}
    words, place = "", 0
    for at, role, value in _fields(paper, writing):
        if role is None:
            if Role.quantity in current:
                _end(found, current, words, place)
                current, words = {}, ""
            words = value
            continue
        if role in current or (role in _NAMES and Role.quantity in current):
            _end(found, current, words, place)
            current, words = {}, ""
        current[role], place = value, at
    _end(found, current, words, place)
    has_price = any(Role.price in line.cells for line in found)
    return found if len(found) >= _FEWEST or has_price else []


def _fields(paper: Paper, writing: Writing) -> Iterator[tuple[int, Role | None, str]]:
    """Each thing with its role, in order; other words without one, a row at a time."""
    for place, row in enumerate(paper.rows):
        if is_sum(row, writing):
            continue
        others: list[str] = []
        pieces = [piece.text for piece in row.pieces]
        for n, text in enumerate(pieces):
            named = _NAMED.fullmatch(text)
            role = _role(named[1], named[2], writing) if named is not None else None
            if named is not None and role is not None:
                yield place, role, named[2].strip()
            elif n and (role := _beside(pieces[n - 1], text, writing)) is not None:
                others = others[:-1]
                yield place, role, text
            elif figure(text, writing) is None and not _LINE.fullmatch(text):
                others.append(text)
        if others:
            yield place, None, " ".join(others)


def _beside(name: str, value: str, writing: Writing) -> Role | None:
    """The role that the piece before gives, where it is a name and nothing more."""
    return None if any(map(str.isdigit, name)) else _role(name.rstrip(" :"), value, writing)


def _role(name: str, value: str, writing: Writing) -> Role | None:
    role = next((one for one in roles_of(name.strip()) if one in _FIELDS), None)
    if role in _FIGURES and figure(value.strip(), writing) is None:
        return None
    return role


def _end(found: list[TableLine], cells: dict[Role, str], words: str, place: int) -> None:
    """The record as a line, if it counts something and has a name: its own, or the words above it."""
    if Role.quantity not in cells:
        return
    if not any(role in cells for role in _NAMES[:3]):
        if sum(map(str.isalpha, words)) < 3:
            return
        cells = {**cells, Role.label: words[:200]}
    found.append(TableLine(cells, place, {}))
