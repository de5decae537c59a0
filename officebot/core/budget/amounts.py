"""Amounts in a budget's cells: numbers, and what people write for them, `1 234,56 €`, `(500)`, `12k€`, `-` for nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.problems import Problem
from officebot.core.text import say
from officebot.core.workbooks.cells import Address, Fault, Value
from officebot.core.workbooks.numbers import CURRENCIES, Amount, Mark, amount_in, decimal_of, read_number

_NOTHING = frozenset(
    (
        "",
        "-",
        "–",
        "—",
        "−",
        "/",
        ".",
        "…",
        "...",
        "n/a",
        "na",
        "nd",
        "n.d.",
        "nc",
        "néant",
        "neant",
        "nil",
        "none",
        "x",
        "tbd",
    )
)
_THOUSANDS = expression(r"(.{0,40}\d)\s?([kKmM])\s?(€|eur|EUR|euros|\$|£)?(\))?", re.DOTALL)
_GROUPED = expression(r"(?<![\d.,])\d{1,3}([.,])\d{3}(?![\d.,])")
#: So many amounts leave no doubt of what a mark is.
_FEW = 3
_TIMES = {"k": Decimal(1000), "m": Decimal(1_000_000)}


def read_amount(place: Address, value: Value, mark: Mark) -> Amount | Problem | None:
    """The amount of a cell; None for an empty one or what stands for nothing; a Problem that names the cell else."""
    match value:
        case None:
            return None
        case bool():
            pass
        case int() | float() | Decimal():
            return Amount(value=decimal_of(value))
        case Fault():
            what = say("This formula shows “{fault}”: mend it; it counts as nothing.", fault=value.text)
            return Problem(where=str(place), what=what)
        case str():
            return _of_text(place, value, mark)
        case _:
            pass
    return Problem(where=str(place), what=say("“{value}” is no amount: it counts as nothing.", value=str(value)[:40]))


def grouping_of(texts: Sequence[str]) -> Mark:
    """The mark before decimals, where several amounts have three digits after the other one: money has no thousandths."""
    marks = [hit[1] for text in texts for hit in _GROUPED.finditer(text)]
    if len(marks) < _FEW or len(set(marks)) > 1:
        return ""
    return "." if marks[0] == "," else ","


def _of_text(place: Address, text: str, mark: Mark) -> Amount | Problem | None:
    plain = text.strip()
    if plain.casefold() in _NOTHING or (plain.rstrip("€$£ ").strip() in _NOTHING and len(plain) < 6):
        return None
    if (hit := _THOUSANDS.fullmatch(plain)) is not None:
        core = read_number(hit[1] + (hit[4] or ""), mark or ",")
        if isinstance(core, Amount) and not core.unit and not core.is_percent:
            currency = core.currency or _currency(hit[3] or "")
            return Amount(value=core.value * _TIMES[hit[2].casefold()], currency=currency)
    found = amount_in(place, plain, mark)
    if isinstance(found, Amount) and found.unit and not found.is_percent:
        what = say("“{value}” is no amount: it counts as nothing.", value=plain[:40])
        return Problem(where=str(place), what=what)
    return found


def _currency(mark: str) -> str:
    return CURRENCIES.get(mark.casefold(), "")
