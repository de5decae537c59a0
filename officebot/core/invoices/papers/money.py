"""Amounts of a page with the words that name them: before them in their row, in their piece, or above them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from officebot.core.expressions import expression
from officebot.core.invoices.papers.places import above
from officebot.core.invoices.papers.roles import Role, role_of
from officebot.core.trade.paper import Paper, Piece, Row
from officebot.core.trade.reading.figures import Writing, figure
from officebot.core.trade.reading.folding import folded

#: Currencies that amounts of other countries bear; without them the figures are read.
_OTHER = expression(
    r"(?<![a-z])(?:rs\.?|inr|zl|pln|sek|nok|dkk|kr\.?|huf|ron|czk|aud|nzd|jpy)(?![a-z])|[₹¥]|zł", re.IGNORECASE
)
_CENTS = expression(r"[.,]\d\d(?!\d)")
_SIGN = expression(r"€|£|\$|(?<![a-z])(?:eur|gbp|usd|chf|cad)(?![a-z])")
#: An amount at the end of words: `Nettobetrag: 496,00 €`, `VAT £97.40`.
_LAST = expression(
    r"(?<!\d)([-+]?(?:€|£|\$|eur|gbp|usd|chf)? ?[-+]?\d[\d .,']{0,18}(?:€|£|\$|eur|gbp|usd|chf|ttc|ht| ){0,4})$"
)
#: `1.234` may be a thousand or one and a bit, where nothing else on the paper shows its mark.
_DOUBTFUL = expression(r"(?<![\d.,])\d{1,3}[.,]\d{3}(?![\d.,])")
_INNER = expression(
    r"(?<![\d.,])(?:\d{1,3}(?:[ .,']\d{3}){0,4}|\d{1,12})[.,]\d\d ?(?:€|eur(?:os?)?(?![a-z])|chf|gbp|usd)"
)
_PERCENT = expression(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?) ?(?:%|p\. ?c|prozent|procent|percent|pour ?cent)")
_TOTAL = expression(
    r"total|totaux|totaal|gesamt|summe|totale|razem|(?:[€$£]|eur|\d{1,2}(?:[.,]\d{1,2})? ?%)(?: (?:[€$£]|eur)){0,3}$"
)
_MOST_ROWS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An amount and the folded words that name it; `rate` is the percentage that stands in its row."""

    label: str
    value: Decimal
    words: str
    page: int
    row: int
    rate: Decimal | None = None
    #: The other amounts of its row: what a rate is of, a price.
    beside: tuple[Decimal, ...] = ()


@lru_cache(maxsize=8192)
def amount_of(text: str, writing: Writing) -> Decimal | None:
    """The amount that a whole piece is: with cents, or with a currency. A count, a percentage or a number is none."""
    if len(text) > 40:
        return None
    words = text.strip().strip("*").strip().replace("−", "-").rstrip(".")
    bare = _OTHER.sub("", words).strip()
    has_currency = bare != words or _SIGN.search(folded(words)) is not None
    if not has_currency and _CENTS.search(bare) is None:
        return None
    if not writing.mark and _DOUBTFUL.search(bare) is not None:
        return None
    found = figure(bare, writing)
    return None if found is None or found.is_percent or found.unit or found.per != 1 else found.value


def amounts(paper: Paper, writing: Writing, *, loosely: bool = False) -> list[Labelled]:
    """Every amount of the paper that words name; `loosely` also those below headings in rows that hold other words."""
    found: list[Labelled] = []
    rows = _rows(paper)
    for place, row in enumerate(rows):
        found += _beside(row, place, writing)
        found += _under(rows, place, writing, loosely=loosely)
        found += _told(row, place, writing)
    return found


def _rows(paper: Paper) -> Sequence[Row]:
    """The paper's rows; of a very long one the first and the last, where sums stand."""
    rows = paper.rows
    return rows if len(rows) <= _MOST_ROWS else (*rows[: _MOST_ROWS // 4], *rows[-3 * _MOST_ROWS // 4 :])


def figures_on(paper: Paper, writing: Writing) -> set[Decimal]:
    """All amounts that the paper shows, named or not, without their signs."""
    found = set()
    for row in _rows(paper):
        for piece in row.pieces:
            value = amount_of(piece.text, writing)
            inner = _in_piece(piece.text, writing) if value is None else None
            if value is not None or inner is not None:
                found.add(abs(value if value is not None else inner[1] if inner is not None else Decimal(0)))
    return found


def rate_in(words: str) -> Decimal | None:
    """The percentage that folded words name, None for none or several."""
    found = {one[1].replace(",", ".") for one in _PERCENT.finditer(words)}
    return Decimal(found.pop()) if len(found) == 1 else None


def _beside(row: Row, place: int, writing: Writing) -> Iterator[Labelled]:
    """Amounts named by the words before them in the row: of several behind one label the last."""
    label: list[str] = []
    value = None
    rate = rate_in(folded(row.text[:400]))
    others = tuple(one for piece in row.pieces if (one := amount_of(piece.text, writing)) is not None)
    for piece in row.pieces:
        one = amount_of(piece.text, writing)
        if one is not None:
            value = one
            continue
        if label and value is not None:
            yield _made(_name(label), value, row, place, rate, others)
            label, value = [], None
        inner = _in_piece(piece.text, writing)
        if inner is not None:
            yield _made(inner[0], inner[1], row, place, rate_in(folded(piece.text)))
            label = []
        else:
            label.append(folded(piece.text[:200]))
    if label and value is not None:
        yield _made(_name(label), value, row, place, rate, others)


def _name(label: Sequence[str]) -> str:
    """What names an amount: the piece before it where that says enough, else all of them."""
    return label[-1] if role_of(label[-1]) is not Role.none else " ".join(label)


def _in_piece(text: str, writing: Writing) -> tuple[str, Decimal] | None:
    plain = folded(text)
    if len(plain) > 90:
        return None
    found = _LAST.search(plain)
    if found is None or found.start() == 0:
        return None
    value = amount_of(text[found.start() :], writing)
    return None if value is None else (plain[: found.start()].strip(" :"), value)


def _told(row: Row, place: int, writing: Writing) -> Iterator[Labelled]:
    """Amounts of a sentence with the words behind them, else before: « 1 200,00 € hors taxes, 240,00 € de TVA »."""
    for piece in row.pieces:
        plain = folded(piece.text[:400])
        inner = list(_INNER.finditer(plain)) if len(plain) > 30 else []
        for place_in, one in enumerate(inner):
            value = amount_of(one[0], writing)
            if value is None:
                continue
            start = inner[place_in - 1].end() if place_in else 0
            end = inner[place_in + 1].start() if place_in + 1 < len(inner) else len(plain)
            behind = re.split(r"[,;.]", plain[one.end() : end])[0]
            before = re.split(r"[,;.]", plain[start : one.start()])[-1]
            for words in (behind, before):
                if role_of(words) is not Role.none:
                    yield _made(words, value, row, place, None)
                    break


def _under(rows: Sequence[Row], place: int, writing: Writing, *, loosely: bool) -> Iterator[Labelled]:
    """Amounts named by what heads their column: in a row of amounts only, in one that is called a total, or below such names."""
    row = rows[place]
    values = [(piece, one) for piece in row.pieces if (one := amount_of(piece.text, writing)) is not None]
    words = folded(" ".join(piece.text for piece in row.pieces if amount_of(piece.text, writing) is None))[:120]
    if not values or (len(values) == 1 and words):
        return
    is_other = bool(words) and not _is_total(words)
    if is_other and not (loosely and len(values) > 2):
        return
    headed = [(value, _heading(rows, place, piece, writing)) for piece, value in values]
    if is_other and len({role_of(heading) for _, heading in headed} & {Role.net, Role.vat, Role.gross}) < 3:
        return
    rate, others = rate_in(folded(row.text[:400])), tuple(value for _, value in values)
    for value, heading in headed:
        if heading:
            yield _made(heading, value, row, place, rate, others)


def _heading(rows: Sequence[Row], place: int, piece: Piece, writing: Writing) -> str:
    """The words above an amount that head its column, folded; "" for none."""
    for other in above(rows, place, piece):
        if amount_of(other.text, writing) is None and any(map(str.isalpha, other.text)):
            return folded(other.text) if len(other.text) < 60 else ""
    return ""


def _is_total(words: str) -> bool:
    return _TOTAL.match(words) is not None


def _made(
    label: str, value: Decimal, row: Row, place: int, rate: Decimal | None, beside: tuple[Decimal, ...] = ()
) -> Labelled:  # fmt: skip
    return Labelled(
        label=label[-120:], value=value, words=row.text[:120], page=row.page, row=place, rate=rate, beside=beside[:8]
    )
