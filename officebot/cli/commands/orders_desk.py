"""What the commands about the office's own orders share: its order book at hand, and lines as facts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn

import click

from officebot.cli.opening import opened
from officebot.cli.words import language
from officebot.core.money import cents
from officebot.core.text import Text, in_words, say

if TYPE_CHECKING:
    from officebot.app.ordering import OrdersDesk
    from officebot.core.orders.model import OrderLine


@contextmanager
def desk() -> Iterator[OrdersDesk]:
    """The orders of the office named by `--office`."""
    from officebot.app.ordering import OrdersDesk

    with opened() as app:
        yield OrdersDesk(app)


def one_only(name: str, values: tuple[str, ...]) -> str:
    """The one value of an option that was written once, "" for none: of two, nobody knows which is meant."""
    if len(values) > 1:
        misused(say("{option} is written twice: write it once.", option=name))
    return values[0] if values else ""


def misused(why: Text) -> NoReturn:
    """Ends with 2, and with the way to call it."""
    raise click.UsageError(why.render(language()))


def number(value: Decimal | None) -> int | float | None:
    """A decimal as JSON has it."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def day(value: date | None) -> str | None:
    """A day as JSON has it."""
    return value.isoformat() if value is not None else None


def amount(value: Decimal | None) -> str:
    """A number as the reader writes it; "" for none."""
    from officebot.core.quantities import trimmed

    return "" if value is None else in_words(trimmed(value), language())


def money(value: Decimal | None, currency: str) -> str:
    """An amount of money as the reader writes it; "" for none."""
    if value is None:
        return ""
    rounded = cents(value) if abs(value) < _MOST else value
    return f"{in_words(rounded, language())} {currency}"


#: No amount of this world is greater.
_MOST = Decimal(10**20)


def counted_in(quantity: Decimal, unit: str) -> str:
    """A quantity with its unit, as the reader writes it: « 10 ramettes »."""
    from officebot.core.orders.requests import quantity_in_words

    return quantity_in_words(quantity, unit, language())


def source_of(line: OrderLine) -> str:
    """The cell of its quantity, or the first that is known of it."""
    return line.cells.get("quantity", next(iter(line.cells.values()), ""))


def named(line: OrderLine) -> dict[str, Any]:
    """How every list names an order's line."""
    return {"order": line.order, "line": line.line, "article": line.article, "label": line.name}
