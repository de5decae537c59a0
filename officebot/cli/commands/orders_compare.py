"""orders compare: offers side by side, and which one to take."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.files import complain, documents_in
from officebot.cli.output import Column, clean, emit, heading, table, tell
from officebot.cli.table import ORDERS
from officebot.cli.words import Day, argument, command, language, option
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Language, in_words, one_line, plain, say

if TYPE_CHECKING:
    from officebot.core.trade.model import Party, TradeDocument
    from officebot.core.trade.offers.comparing import Comparison
    from officebot.core.trade.offers.model import Offer, Wanted


#: What mailboxes are called that several people share.
_MAILBOXES = frozenset(
    {"sales", "ventes", "devis", "quotes", "contact", "info", "commercial", "orders", "commandes", "office"}
)


class Amount(click.ParamType[Decimal]):
    """An amount of money, as 1500 or 1500.50."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """The amount; a complaint in the reader's language where it is none."""
        try:
            found = Decimal(str(value).replace(",", "."))
        except InvalidOperation:
            found = Decimal(-1)
        if not found.is_finite() or found < 0 or found > 10**12:
            complaint = say("“{value}” is no amount: write it like 1500 or 1500.50.", value=str(value)[:40])
            self.fail(complaint.render(language()), param, ctx)
        return found


@command("compare", ORDERS["compare"][1])
@argument("files", nargs=-1, required=True, metavar="FILE…")
@option("--wanted", metavar="FILE", spoken=say("The request or order that says what is wanted."))
@option(
    "--line",
    "lines",
    multiple=True,
    metavar="WORDS",
    spoken=say("A wanted line, as ARTICLE=QUANTITY; several times."),
)
@option("--by", "deliver_by", type=Day(), spoken=say("Whatever comes later than this day is left out."))
@option("--budget", type=Amount(), metavar="NUMBER", spoken=say("Whatever costs more, without VAT, is left out."))
@option("--currency", metavar="WORD", default="", spoken=say("The currency to compare in, as EUR."))
@option("--no-equivalents", is_flag=True, spoken=say("Leave out offers of something else instead."))
@option("--today", "today", type=Day(), spoken=say("The day that counts as today."))
@option("--holidays", metavar="COUNTRY", default="FR", spoken=say("Public holidays, as FR, or FR-57 with a region."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def compare_offers(
    files: tuple[str, ...],
    wanted: str | None,
    lines: tuple[str, ...],
    deliver_by: date | None,
    budget: Decimal | None,
    currency: str,
    no_equivalents: bool,
    today: date | None,
    holidays: str,
    as_json: bool,
) -> None:
    from officebot.cli.commands.calendar_slots import holidays_named
    from officebot.core.trade.offers.comparing import compare
    from officebot.core.trade.offers.model import Habits
    from officebot.core.worktime import WorkingTime

    land, region = holidays_named(holidays)
    habits = Habits(
        work=WorkingTime(country=land, region=region),
        currency=currency.upper(),
        deliver_by=deliver_by,
        budget=budget,
        allow_equivalents=not no_equivalents,
    )
    offers, asked, unread = _read(files, wanted)
    asked = _named(lines) or asked or _wanted_from(offers)
    day = today or date.today()  # noqa: DTZ011 - the day on the assistant's own clock
    _show(compare(asked, offers, habits, day), unread, as_json)
    sys.exit(1 if unread else 0)


# ── what is compared ──────────────────────────────────────────────────────────────────────────────────────


def _read(
    files: Sequence[str], wanted: str | None
) -> tuple[list[Offer], tuple[Wanted, ...], list[tuple[str, Problem]]]:
    """The offers of the files, what the request asks for, and what could not be read. Raises UserError for the request."""
    from officebot.connectors.papers.apart import MEMORY_BYTES
    from officebot.connectors.workers import WorkerPool
    from officebot.core.trade.offers.asking import wanted_of

    offers: list[Offer] = []
    unread: list[tuple[str, Problem]] = []
    asked: tuple[Wanted, ...] = ()
    with WorkerPool(memory_bytes=MEMORY_BYTES) as workers:
        if wanted is not None:
            asked = tuple(line for document in documents_in(wanted, workers)[:1] for line in wanted_of(document))
        for name in files:
            try:
                offers += offers_of(documents_in(name, workers), name)
            except UserError as error:
                unread += [(name, problem) for problem in error.problems]
            except Unavailable as error:
                unread.append((name, Problem(where=name, what=error.what)))
    return offers, asked, unread


def offers_of(documents: Iterable[TradeDocument], name: str) -> list[Offer]:
    """The offers among the documents of a file; where there is none, all of them, to be told that they are none.

    Who names the file says that it is an offer: a paper with prices counts as one, unless goods or money were sent for.
    """
    from officebot.core.trade.model import TradeKind
    from officebot.core.trade.offers.model import Offer

    found = [replace(one, kind=TradeKind.quote) if _may_be_offer(one) else one for one in documents]
    quotes = [one for one in found if one.kind in (TradeKind.quote, TradeKind.catalogue)]
    return [
        Offer(supplier=_called(one.supplier) or Path(name).stem, document=one, source=name) for one in quotes or found
    ]


def _may_be_offer(document: TradeDocument) -> bool:
    """Whether a paper for people may be an offer, whatever its words were taken for."""
    from officebot.core.trade.model import TradeKind

    sure = (TradeKind.invoice, TradeKind.credit_note, TradeKind.despatch, TradeKind.receipt, TradeKind.service_report)
    is_structured = document.syntax in ("ubl", "cii")
    return document.kind not in sure and not is_structured and any(line.price is not None for line in document.lines)


def _called(supplier: Party) -> str:
    """A supplier's name; of a mailbox that is only called “Sales”, its domain."""
    name, domain = one_line(supplier.name, 80), supplier.email.rpartition("@")[2]
    return domain if domain and plain(name) in _MAILBOXES else name


def _named(lines: Sequence[str]) -> tuple[Wanted, ...]:
    """The lines that were named on the command line. Raises UserError for one without a quantity."""
    from officebot.core.orders.spoken import read_lines
    from officebot.core.trade.offers.model import Wanted

    return tuple(
        Wanted(number=str(place), article=one.article, label=one.article, quantity=one.quantity, unit=one.unit)
        for place, one in enumerate(read_lines(lines), 1)
    )


def _wanted_from(offers: Sequence[Offer]) -> tuple[Wanted, ...]:
    from officebot.core.trade.offers.asking import wanted_from

    return wanted_from(offers)


# ── what is shown ─────────────────────────────────────────────────────────────────────────────────────────


def _show(comparison: Comparison, unread: Sequence[tuple[str, Problem]], as_json: bool) -> None:
    from officebot.core.trade.offers.telling import comparison_fact

    if as_json:
        failed = [{"file": name, "error": problem.what.render(language())} for name, problem in unread]
        emit({**comparison_fact(comparison, language()), **({"unread": failed} if failed else {})})
        return
    for name, problem in unread:
        complain(name, [problem.what], as_json)
    if comparison.offers:
        _tell(comparison)


def _tell(comparison: Comparison) -> None:
    from officebot.core.trade.offers.advising import reasons

    reader = language()
    for reason in reasons(comparison):
        click.echo(clean(reason.render(reader)))
    heading(say("Prices without VAT, in {currency}", currency=comparison.currency))
    columns = [Column(say("Article")), Column(say("Quantity"), fixed=True)]
    columns += [Column(say("{words}", words=one.label), fixed=True) for one in comparison.offers]
    table(columns, _rows(comparison, reader))
    for one in comparison.offers:
        for note in (*one.questions, *one.missing):
            tell(say("{supplier}: {note}", supplier=one.label, note=note.says))


def _rows(comparison: Comparison, reader: Language) -> Iterable[list[str]]:
    from officebot.core.orders.requests import quantity_in_words

    for wanted in comparison.wanted:
        best = comparison.best_for(wanted.number)
        cells = []
        for one in comparison.offers:
            line = one.line(wanted.number)
            amount = line.amount if line is not None else None
            mark = " *" if amount is not None and amount == best and one.currency == comparison.currency else ""
            cells.append("—" if amount is None else f"{in_words(amount, reader)}{mark}")
        yield [wanted.name, quantity_in_words(wanted.quantity, wanted.unit, reader), *cells]
    total = say("Total with carriage and fees").render(reader)
    yield [total, "", *(f"{in_words(one.total, reader)} {one.currency}" for one in comparison.offers)]
