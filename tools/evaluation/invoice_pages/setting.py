"""Pieces of typst from plain words: nothing of an invoice's words is ever read as markup."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

Money = Callable[[Decimal], str]

_MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
}


def money(thousands: str, decimal: str, before: str = "", after: str = "") -> Money:
    """Writes amounts one way: `money(" ", ",", after=" €")` gives `1 234,50 €`."""

    def written(amount: Decimal) -> str:
        whole, part = f"{abs(amount):,.2f}".split(".")
        return f"{'-' if amount < 0 else ''}{before}{whole.replace(',', thousands)}{decimal}{part}{after}"

    return written


def day(value: date, form: str, language: str = "fr") -> str:
    """The day as `form` has it: dmy, d.m.y, d-m-y, mdy, iso, words."""
    match form:
        case "dmy":
            return f"{value:%d/%m/%Y}"
        case "d.m.y":
            return f"{value:%d.%m.%Y}"
        case "d-m-y":
            return f"{value:%d-%m-%Y}"
        case "mdy":
            return f"{value:%m/%d/%Y}"
        case "iso":
            return value.isoformat()
        case _:
            name = _MONTHS[language][value.month - 1]
            return f"{name} {value.day}, {value.year}" if form == "us" else f"{value.day} {name} {value.year}"


def words(text: str) -> str:
    """The text as typst content."""
    return f"#{json.dumps(text, ensure_ascii=False)}"


def cell(text: str) -> str:
    """The text as a cell."""
    return f"[{words(text)}]"


def stacked(*lines: str) -> str:
    """Lines one below the other."""
    return " \\ ".join(words(line) for line in lines if line) + "\n\n"


def beside(left: str, right: str, columns: str = "1fr, 1fr") -> str:
    """Two blocks side by side."""
    return f"#grid(columns: ({columns}), column-gutter: 20pt, [{left}], [{right}])\n\n"


def table(
    columns: str, rows: Iterable[Iterable[str]], *, align: str = "left", stroke: str = "0.4pt", more: str = ""
) -> str:
    """A table of words; `align` is typst's, for each column."""
    body = "\n".join(", ".join(cell(one) for one in row) + "," for row in rows)
    return f"#table(columns: ({columns}), align: ({align}), stroke: {stroke}, {more}\n{body})\n\n"


def page(body: str, *, size: int = 10, footer: str = "", font: str = "") -> str:
    """A whole document."""
    foot = f", footer: [#set text(7pt)\n#align(center)[{words(footer)}]]" if footer else ""
    face = f', font: "{font}"' if font else ""
    return f'#set page(paper: "a4", margin: 2cm{foot})\n#set text({size}pt{face})\n{body}'
