"""Reminders of late deliveries over 300 made-up months: each on the right working day, none to whoever answered.

What is right is told here day by day, with a calendar written by hand; `python -m pytest -s` prints the count.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from officebot.core.facts import OfficeFacts
from officebot.core.mail import Address, MessageRef
from officebot.core.orders.mapping import OrdersMap
from officebot.core.orders.model import OrderBook, OrderLine, Supplier
from officebot.core.people import Contacts, People, Person
from officebot.core.proposals import Item
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.core.worktime import WorkingTime
from officebot.duties.orders.decide import decide
from officebot.duties.orders.made import Made
from officebot.duties.orders.observe import LATE, LETTERS, Facts
from officebot.duties.orders.settings import Settings
from officebot.sdk import CloseItem, NoteItem, SeenMail, SeenProposal, SendMail

CASES, DAYS = 300, 40
ANN = Person(name="Ann", address="ann@office.example", language="fr", responsibilities=("mailbox owner",))
#: The office is closed on two days of its own, besides the holidays of France.
CLOSED = frozenset({date(2026, 5, 15), date(2026, 12, 24)})
OFFICE = OfficeFacts(
    name="Atelier", people=People((ANN,)), contacts=Contacts(()), working_time=WorkingTime(closed=CLOSED), language="fr",
    account="desk",
)  # fmt: skip
HOLIDAYS = CLOSED | {
    date(2026, *day) for day in ((4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (11, 11), (12, 25))
} | {date(2027, 1, 1)}  # fmt: skip
PARIS = ZoneInfo("Europe/Paris")
TEXTS = {(language, name): "{lines}" for language in ("fr", "en") for name in LETTERS}
HOUSES = ("port.example", "nord.example")
LATE_DAYS, AGAIN_DAYS, MOST = 1, 3, 3


@dataclass(slots=True)
class Count:
    """What came of the cases."""

    due: int = 0
    right: int = 0
    wrong: int = 0
    after_answer: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to one supplier's lines, or that a mail says; `sender` is empty where no mail says it."""

    at: datetime
    house: str
    line: int = -1
    promised: date | None = None
    received: Decimal | None = None
    sender: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """The lines as they were ordered, and what happens later."""

    start: date
    lines: tuple[OrderLine, ...]
    events: tuple[Event, ...]

    def at(self, now: datetime) -> tuple[tuple[OrderLine, ...], list[Event]]:
        """The lines as the workbook shows them at a moment, and the mails that have come."""
        lines, mails = list(self.lines), []
        for event in self.events:
            if event.at > now:
                continue
            if event.sender:
                mails.append(event)
            if event.promised is not None:
                lines[event.line] = replace(lines[event.line], promised=event.promised)
            if event.received is not None:
                lines[event.line] = replace(lines[event.line], received=event.received)
        return tuple(lines), mails


def made(seed: int) -> Case:
    """A month of two suppliers: deliveries late, in part, whole; answers, absences, new days; around holidays."""
    rng = random.Random(seed)
    start = rng.choice((date(2026, 4, 2), date(2026, 4, 27), date(2026, 7, 6), date(2026, 11, 5), date(2026, 12, 14)))
    lines = tuple(
        OrderLine(
            order=f"BC-2026-{number:04}", line=1, label=f"Article {number}", quantity=Decimal(10), article=f"A{number}00",
            supplier=house, address=f"ventes@{house}", price=Decimal(4), ordered_on=start - timedelta(20),
            due=start + timedelta(rng.randrange(-3, 12)),
        )
        for number, house in enumerate(rng.choice(HOUSES) for _ in range(rng.randrange(1, 5)))
    )  # fmt: skip
    events = sorted((_event(rng, start, lines) for _ in range(rng.randrange(0, 7))), key=lambda one: one.at)
    return Case(start, lines, tuple(events))


def _event(rng: random.Random, start: date, lines: Sequence[OrderLine]) -> Event:
    day = start + timedelta(rng.randrange(DAYS))
    number = rng.randrange(len(lines))
    house = lines[number].supplier
    # Before the office's morning, or after it.
    at = datetime.combine(day, time(rng.choice((5, 15))), PARIS).astimezone(UTC)
    match rng.choice(("answer", "colleague", "absent", "stranger", "later", "later", "part", "all")):
        case "answer":
            return Event(at, house, sender=f"ventes@{house}")
        case "colleague":
            return Event(at, house, sender=f"depot@{house}")
        case "absent":
            return Event(at, house, sender=f"ventes@{house}", verdict="automatic")
        case "stranger":
            return Event(at, house, sender="x@else.example")
        case "later":
            promised = day + timedelta(rng.randrange(1, 15))
            return Event(at, house, number, promised=promised, sender=f"ventes@{house}")
        case "part":
            return Event(at, house, number, received=Decimal(4))
        case _:
            return Event(at, house, number, received=Decimal(10))


# ── what the duty does ────────────────────────────────────────────────────────────────────────────────────


def reminded(case: Case) -> set[tuple[str, date]]:
    """The days on which the duty writes to a house; each proposal gets its yes at once."""
    found: set[tuple[str, date]] = set()
    items: dict[str, Item] = {}
    done: list[SeenProposal] = []
    for day in _days(case):
        now = _morning(day)
        for proposal in tuple(decide(replace(_facts(case, now, day, items), made=Made.of(done)), Settings())):
            done.append(
                SeenProposal(id=len(done), duty="orders", title=proposal.title, state="done", created=now, owner="",
                             key=proposal.key, decided=now)
            )  # fmt: skip
            for action in proposal.actions:
                match action:
                    case SendMail(mail=mail):
                        assert (mail.to[0].rpartition("@")[2], day) not in found
                        found.add((mail.to[0].rpartition("@")[2], day))
                    case NoteItem(item_kind=kind, key=key, title=title, source=source) if kind == LATE:
                        items[key] = Item(kind=LATE, key=key, title=title, source=source)
                    case CloseItem(item_kind=kind, key=key) if kind == LATE:
                        items.pop(key, None)
                    case _:
                        pass
    return found


def _facts(case: Case, now: datetime, day: date, items: Mapping[str, Item]) -> Facts:
    lines, mails = case.at(now)
    ref = MessageRef(account="desk", folder="INBOX", uidvalidity=1, uid=1, fingerprint="f")
    seen = [
        SeenMail(ref=ref, subject="Re:", sender=Address("", one.sender), received=one.at, state="handled",
                 verdict={"kind": one.verdict}, id=number, message_id=f"<{number}@made.example>")
        for number, one in enumerate(mails)
    ]  # fmt: skip
    workbook = OfficeWorkbook(name="orders", file="Commandes.xlsx", can_write=True)
    book = OrderBook(lines=lines, suppliers=tuple(Supplier(name=one, address=f"ventes@{one}") for one in HOUSES))
    return Facts(office=OFFICE, now=now, today=day, workbook=workbook, found=OrdersMap({}), book=book, mails=seen,
                 items=tuple(items.values()), texts=TEXTS, is_morning=True,
                 spoken=frozenset(one.id for one in seen))  # fmt: skip


# ── what is right ─────────────────────────────────────────────────────────────────────────────────────────


def right_days(case: Case) -> set[tuple[str, date]]:
    """The days on which each house is to be written to, reckoned another way."""
    return {(house, day) for house in HOUSES for day in _of_house(case, house)}


def _of_house(case: Case, house: str) -> Iterator[date]:
    sent: list[date] = []
    for day in _days(case):
        if not is_late(case, house, day):
            sent = []
            continue
        # Who writes while something is late has answered, also before the first reminder.
        since = sent[-1] if sent else min(late_days(case, house, day)) + timedelta(1)
        last = [*sent[-1:], *(one for one in answers(case, house, day) if one >= since)]
        has_waited = not last or working_days(max(last), day) >= AGAIN_DAYS
        if is_working(day) and has_waited and len(sent) < MOST:
            sent.append(day)
            yield day


def is_late(case: Case, house: str, day: date) -> bool:
    """Whether anything of a house is over its day in the morning, by more than the days that it is given."""
    return bool(late_days(case, house, day))


def late_days(case: Case, house: str, day: date) -> list[date]:
    """The days that are over by more than what a house is given, of what is still to come."""
    lines, _ = case.at(_morning(day))
    days = [line.promised or line.due for line in lines if line.supplier == house and line.received < line.quantity]
    return [one for one in days if one is not None and working_days(one, day) > LATE_DAYS]


def answers(case: Case, house: str, day: date) -> list[date]:
    """The days on which a person of that house wrote, as far as it is known in the morning."""
    _, mails = case.at(_morning(day))
    return [one.at.astimezone(PARIS).date() for one in mails if _is_answer(one, house)]


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8), PARIS).astimezone(UTC)


def _is_answer(event: Event, house: str) -> bool:
    return event.sender.endswith(f"@{house}") and event.verdict != "automatic"


def is_working(day: date) -> bool:
    """Whether the office works, by the calendar written above."""
    return day.weekday() < 5 and day not in HOLIDAYS


def working_days(start: date, end: date) -> int:
    """How many working days lie after a day, up to another."""
    return sum(is_working(start + timedelta(number)) for number in range(1, (end - start).days + 1))


def _days(case: Case) -> Iterator[date]:
    return (case.start + timedelta(number) for number in range(DAYS))


# ── the sweep ─────────────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=1)
def sweep() -> Count:
    """All cases, counted."""
    count = Count()
    for seed in range(CASES):
        case = made(seed)
        wanted, found = right_days(case), reminded(case)
        count.due += len(wanted)
        count.right += len(wanted & found)
        count.wrong += len(found - wanted)
        count.after_answer += sum(_was_answered(case, found, *one) for one in found)
        if wanted != found:
            count.faults.append(f"{seed}: {sorted(wanted ^ found)}")
    return count


def _was_answered(case: Case, found: set[tuple[str, date]], house: str, day: date) -> bool:
    """Whether a house is written to within three working days of its answer to an earlier reminder of the same delay.

    Where all came, or a new day was agreed on and is over, too, it is another delay, and its first reminder is due at once.
    """
    start = day
    while is_late(case, house, start - timedelta(1)) and start > case.start:
        start -= timedelta(1)
    earlier = [one for where, one in found if where == house and start <= one < day]
    return any(
        reminder <= answer and working_days(answer, day) < AGAIN_DAYS
        for reminder in earlier
        for answer in answers(case, house, day)
    )


def test_three_hundred_months_hold_each_reminder_on_its_day_and_no_other() -> None:
    count = sweep()
    print(f"{CASES} cases: {count.right} of {count.due} reminders on the right working day, {count.wrong} on another, "
          f"{count.after_answer} to who had answered")  # fmt: skip
    assert count.due > 300
    assert (count.right, count.wrong, count.faults) == (count.due, 0, [])


def test_nobody_who_answered_is_reminded_before_the_time_for_it_is_over() -> None:
    assert sweep().after_answer == 0
