"""What suppliers' invoices need: entered, held, called about; in the morning, what is to be paid and what is settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from officebot.core.invoices.arrived import Arrived
from officebot.core.invoices.duplicates import is_same_number
from officebot.core.invoices.known import KnownInvoice
from officebot.core.invoices.model import Format
from officebot.core.proposals import Proposal
from officebot.core.text import Text, one_line, say
from officebot.core.trade.model import TradeKind
from officebot.duties.invoices.entering import call_before, key_of, proposals_of
from officebot.duties.invoices.morning import payments_due, problems, settled
from officebot.duties.invoices.observe import KEY, WAITING, Event, Facts
from officebot.duties.invoices.settings import Settings
from officebot.duties.invoices.weighing import as_known, weigh
from officebot.sdk import NoteItem

#: A longer number, and a greater amount, is a slip or an attack.
_LONGEST_NUMBER, _MOST = 100, Decimal(10**12)
_INVOICES = (TradeKind.invoice, TradeKind.credit_note)


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """After mail, what its invoices are; in the morning, what is due, settled, or cannot be read."""
    if facts.is_morning:
        yield from problems(facts, settings)
    earlier: list[KnownInvoice] = []
    for event in sorted(facts.events, key=lambda event: event.mail.received):
        yield from _of_mail(facts, settings, event, earlier)
    if facts.is_morning:
        yield from settled(facts)
        yield from payments_due(facts, settings)


def distinct(found: Sequence[Arrived]) -> list[tuple[Arrived, tuple[Arrived, ...]]]:
    """Each invoice of a mail once, with the pages that say the same for people: data is surer than a page."""
    invoices = [one for one in found if one.invoice.document.kind in _INVOICES]
    data = [one for one in invoices if one.invoice.format is not Format.pdf]
    pages: dict[int, list[Arrived]] = {}
    alone: list[Arrived] = []
    for page in invoices:
        if page.invoice.format is not Format.pdf:
            continue
        place = next((place for place, one in enumerate(data) if _is_page_of(page, one)), None)
        if place is None:
            alone += [page] if _says_something(page) else []
        else:
            pages.setdefault(place, []).append(page)
    return [*((one, tuple(pages.get(place, ()))) for place, one in enumerate(data)), *((one, ()) for one in alone)]


def _says_something(page: Arrived) -> bool:
    """Whether a PDF is an invoice at all: terms of sale and covering letters hang on such mails too."""
    invoice = page.invoice
    sums = (invoice.net, invoice.gross, invoice.payable)
    return bool(invoice.number) or any(one is not None for one in sums) or bool(invoice.document.lines)


def _is_page_of(page: Arrived, data: Arrived) -> bool:
    """Whether a PDF shows the invoice that a file of data holds: by its number, without one by what is to be paid."""
    if page.invoice.number and data.invoice.number:
        return is_same_number(page.invoice.number, data.invoice.number)
    return page.invoice.payable is not None and page.invoice.payable == data.invoice.payable


def _of_mail(facts: Facts, settings: Settings, event: Event, earlier: list[KnownInvoice]) -> Iterator[Proposal]:
    """The invoices of a mail. One that nobody foresaw takes no other with it: a person looks at it."""
    if event.invoices.problem is not None:
        yield _look(facts, event, "mail", event.invoices.problem)
        return
    for place, (file, why) in enumerate(event.invoices.unread):
        yield _look(facts, event, f"file{place}", say("{file}: {why}", file=one_line(file, 80), why=why))
    for number, (arrived, companions) in enumerate(distinct(event.invoices.found)):
        if f"{KEY}enter:{event.mail.mark}:{number}" in facts.settled:
            continue
        missing = _missing(arrived)
        try:
            weighed = weigh(facts, settings, event, number, arrived, companions, earlier)
            if missing is not None:
                # What cannot be entered may be a fraud all the same.
                made = [call_before(facts, settings, weighed)] if weighed.verdict.is_held else []
                made.append(_look(facts, event, f"invoice{number}", missing))
            else:
                made = list(proposals_of(facts, settings, weighed))
        except Exception as fault:  # noqa: BLE001 - said, whatever it is
            why = say(
                "{file} could not be followed ({fault}).", file=one_line(arrived.file, 80), fault=type(fault).__name__
            )
            yield _look(facts, event, f"fault{number}", why, repr(fault)[:300])
            continue
        yield from made
        if key_of(weighed) in [one.key for one in made]:
            earlier.append(as_known(facts, weighed))


def _missing(arrived: Arrived) -> Text | None:
    """What an invoice lacks that cannot be entered at all; None where it can."""
    invoice = arrived.invoice
    lacking = [
        name
        for name, is_there in (
            (say("its number"), bool(invoice.number)),
            (say("what is to be paid"), invoice.payable is not None),
            (say("its currency"), bool(invoice.currency)),
        )
        if not is_there
    ]
    if len(invoice.number) > _LONGEST_NUMBER:
        return say("{file} has a number of {count} letters: no invoice has", file=one_line(arrived.file, 80),
                   count=len(invoice.number))  # fmt: skip
    if any(amount is not None and abs(amount) >= _MOST for amount in (invoice.net, invoice.gross, invoice.payable)):
        return say("{file} has amounts that no invoice has", file=one_line(arrived.file, 80))
    if not lacking:
        return None
    said = next((problem.what for problem in invoice.problems), None)
    what = say("{file} lacks {what}", file=one_line(arrived.file, 80), what=lacking[0])
    if len(lacking) > 1:
        what = say(
            "{file} lacks {what} and {more}", file=one_line(arrived.file, 80), what=lacking[0], more=lacking[1]
        )
    return say("{what}: {why}", what=what, why=said) if said is not None else what


def _look(facts: Facts, event: Event, part: str, why: Text, fault: str = "") -> Proposal:
    """What a person looks at, for nobody else can."""
    mail = event.mail
    title = say("Look at “{subject}” of {sender} yourself: {why}", subject=one_line(mail.subject, 120),
                sender=mail.sender.address, why=why)  # fmt: skip
    key = f"{KEY}look:{mail.mark}:{part}"
    note = NoteItem(item_kind=WAITING, key=key, title=title.render(facts.language)[:500],
                    source={"mail": mail.source, **({"fault": fault} if fault else {})})  # fmt: skip
    return Proposal(key=key, title=title, actions=(note,), reason=why, about=mail.ref)
