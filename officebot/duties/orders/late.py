"""Reminders for late deliveries: polite first, then firm, in the supplier's language, stopped by an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from officebot.core.actions import CheckUnanswered, CloseItem
from officebot.core.letters import filled, posting, salutation
from officebot.core.orders.late import Late, by_supplier, late_lines
from officebot.core.orders.model import OrderLine
from officebot.core.orders.requests import quantity_in_words
from officebot.core.proposals import Item, Proposal, Reason
from officebot.core.quantities import trimmed
from officebot.core.text import Language, counted, say
from officebot.duties.orders.heard import Heard
from officebot.duties.orders.made import KEY
from officebot.duties.orders.observe import LATE, Facts, keeper
from officebot.duties.orders.recognise import PAPERS
from officebot.duties.orders.settings import Settings
from officebot.sdk import NoteItem, OutgoingMail, SeenProposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Chase:
    """How far a supplier was reminded: how often, when last, and when they last answered."""

    reminders: int = 0
    last: date | None = None
    answered: date | None = None
    message_keys: tuple[str, ...] = field(default=())


def reminders(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """One reminder for each supplier whose delivery is late and whose day has come; what is late no more is closed."""
    assert facts.book is not None
    work, came = facts.office.working_time, Heard.of(facts)
    late = late_lines(facts.book.lines, facts.today, work, grace=settings.late_days)
    items = {item.key: item for item in facts.of_kind(LATE)}
    there = set()
    for one in by_supplier(late):
        address = address_of(facts, one)
        key = late_key(one, address)
        there.add(key)
        noted = chase_of(items.get(key))
        chase = _with_the_yes(facts, one, address, noted)
        if chase.last != noted.last:
            yield _reminded(facts, settings, one, key, chase)
        answered = _answer(facts, came, one, address, chase)
        if answered is not None:
            chase = replace(chase, answered=answered)
            yield _heard(facts, settings, one, address, key, chase)
        if not work.is_working_day(facts.today) or not _is_time(facts, settings, chase):
            continue
        asked = facts.made.reminder(reminder_key(one, address, chase.reminders + 1))
        if chase.reminders >= settings.most_reminders:
            yield _call(facts, settings, one, key, chase)
        elif address:
            yield from _asked_once(facts, settings, came, one, address, key, chase, asked)
    yield from _over(items, there)


def address_of(facts: Facts, late: Late) -> str:
    """Where the supplier is written to; "" where nobody knows."""
    known = facts.book.supplier(late.supplier) if facts.book is not None else None
    return late.address or (known.address if known is not None else "")


def late_key(late: Late, address: str) -> str:
    """The key of what is noted about a supplier's late deliveries."""
    return f"{KEY}late:{address or late.supplier}"


def chase_of(item: Item | None) -> Chase:
    """How far the supplier was reminded, as it was noted."""
    if item is None:
        return Chase()
    source = item.source
    return Chase(
        reminders=int(source.get("reminders", 0)),
        last=_day(source.get("last")),
        answered=_day(source.get("answered")),
        message_keys=tuple(map(str, source.get("keys", ()))),
    )


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _answer(facts: Facts, came: Heard, late: Late, address: str, chase: Chase) -> date | None:
    """The day of an answer that came since the last reminder, without one since something is late, and was not noted yet."""
    if not address:
        return None
    local = facts.office.working_time.local
    days = [local(mail.received).date() for mail in came.about(late, address, _since(late, chase))]
    return max((day for day in days if chase.answered is None or day > chase.answered), default=None)


def _since(late: Late, chase: Chase) -> date:
    """From when on a word of the supplier's is an answer: after the last reminder, or the first day that is over."""
    return late.since + timedelta(days=1) if chase.last is None else chase.last


def _is_time(facts: Facts, settings: Settings, chase: Chase) -> bool:
    """Whether a reminder's day has come: the first at once, the next some working days after the last, or after an answer."""
    last = max((day for day in (chase.last, chase.answered) if day is not None), default=None)
    if last is None:
        return True
    return facts.office.working_time.working_days_between(last, facts.today) >= settings.again_days


def reminder_key(late: Late, address: str, level: int) -> str:
    """The key of a supplier's reminder: one of each level is asked about at a time, whatever is late by then."""
    return f"{KEY}remind:{address}:{late.supplier[:60]}:{level}"


def _with_the_yes(facts: Facts, late: Late, address: str, chase: Chase) -> Chase:
    """The same, the last reminder dated by the yes that sent it."""
    decided = facts.made.decided(reminder_key(late, address, chase.reminders)) if chase.reminders else None
    if decided is None:
        return chase
    day = facts.office.working_time.local(decided).date()
    return replace(chase, last=day if chase.last is None else max(chase.last, day))


def _asked_once(
    facts: Facts,
    settings: Settings,
    came: Heard,
    late: Late,
    address: str,
    key: str,
    chase: Chase,
    asked: SeenProposal | None,
) -> Iterator[Proposal]:
    """The reminder. While it waits for a yes it says what it said on its first day, but for what came or was promised since:
    it is not asked about anew because a day is over. After a no, or none, it rests for some days, and comes back with other
    lines."""
    local, work = facts.office.working_time.local, facts.office.working_time
    questioned = facts.made.questioned
    lines = [line for line in late.lines if line.order not in questioned]
    if asked is not None:
        day = local(facts.made.asked_since.get(asked.key, asked.created)).date()
        first = [line for line in lines if line.expected is not None
                 and work.add_working_days(line.expected, settings.late_days) < day]  # fmt: skip
        is_same = asked.state == "waiting" or first == lines
        if not is_same and work.working_days_between(day, facts.today) < settings.again_days:
            return
        if is_same and first:
            lines = first
    if lines:
        since = min(line.expected for line in lines if line.expected is not None)
        yield _reminder(facts, settings, came, replace(late, lines=tuple(lines), since=since), address, key, chase)


def _note(facts: Facts, settings: Settings, late: Late, key: str, chase: Chase) -> NoteItem:
    """How far the supplier was reminded, noted."""
    return NoteItem(
        item_kind=LATE,
        key=key,
        title=_what(late, facts.language),
        owner=_owner(facts, settings),
        source={
            "supplier": late.supplier,
            "reminders": chase.reminders,
            "last": chase.last.isoformat() if chase.last else "",
            "answered": chase.answered.isoformat() if chase.answered else "",
            "lines": [list(line.key) for line in late.lines][:50],
            "keys": list(chase.message_keys),
        },
    )


def _reminded(facts: Facts, settings: Settings, late: Late, key: str, chase: Chase) -> Proposal:
    """The day of the yes that sent the last reminder, noted."""
    return Proposal(
        key=f"{KEY}reminded:{key}:{chase.reminders}",
        title=say("{supplier} was reminded of a late delivery on {day}", supplier=late.supplier, day=chase.last),
        actions=(_note(facts, settings, late, key, chase),),
        reason=say("The next reminder is counted from that day."),
    )


def _reminder(
    facts: Facts, settings: Settings, came: Heard, late: Late, address: str, key: str, chase: Chase
) -> Proposal:
    """The reminder, the same on whatever day it is asked about: what it says and does hangs on its lines and on what came."""
    level = chase.reminders + 1
    mail = _letter(facts, late, address, level)
    # What came before was looked at; what came meanwhile, or before and was not read yet, counts.
    day = _since(late, chase)
    known = {
        one.message_id
        for one in (*came.about(late, address, day), *came.about_others(late, address, day))
    }  # fmt: skip
    check = CheckUnanswered(
        account=mail.account, awaited=(address,), message_ids=(), thread="", subject="",
        since=datetime.combine(day, time(0), facts.office.working_time.tz), any_subject=True,
        known=tuple(sorted(known - {""})), about=tuple(sorted({line.order for line in late.lines})), spoken=PAPERS,
    )  # fmt: skip
    keys = (*chase.message_keys, mail.key)[-10:]
    noted = _note(facts, settings, late, key, replace(chase, reminders=level, message_keys=keys))
    return Proposal(
        key=reminder_key(late, address, level),
        title=say("Remind {supplier} of a late delivery ({orders})", supplier=late.supplier or address,
                  orders=", ".join(sorted({line.order for line in late.lines})[:3])),
        actions=(check, *posting(mail, is_sent=settings.mode == "send"), noted),
        reason=counted("{count} line is late, since {day}; reminder number {level}.",
                       "{count} lines are late, since {day}; reminder number {level}.",
                       len(late.lines), day=late.since, level=level),
        reasons=tuple(
            Reason(what=say("{article} ({order}): {open} still to come, expected on {day}", article=line.name,
                            order=line.order, open=trimmed(line.open_quantity), day=line.expected),
                   source=next(iter(line.cells.values()), ""))
            for line in late.lines
        )[:60],
        consequences=(say("Should an answer come before, nothing is sent."),),
        owner=_owner(facts, settings),
        must_ask=True,
    )  # fmt: skip


def _letter(facts: Facts, late: Late, address: str, level: int) -> OutgoingMail:
    language = _language(facts, late, address)
    orders = sorted({line.order for line in late.lines})
    body = filled(
        facts.texts[language, f"order_late_{level}"],
        {
            "salutation": salutation(facts.office.contacts.at(address), language),
            "lines": "\n".join(_in_words(line, language) for line in late.lines[:60]),
            "office": facts.office.name,
        },
    )
    subject = say("Our order {orders}: delivery awaited", orders=", ".join(orders[:4])).render(language)
    return OutgoingMail(
        account=facts.office.account,
        to=(address,),
        subject=subject,
        body=body,
        key=f"{reminder_key(late, address, level)}:{late.since}",
        language=language,
    )


def _language(facts: Facts, late: Late, address: str) -> Language:
    known = facts.book.supplier(late.supplier) if facts.book is not None else None
    if known is not None and known.language:
        return "en" if known.language == "en" else "fr"
    return facts.office.language_of(address)


def _in_words(line: OrderLine, language: Language) -> str:
    """« – BC-2026-0117 : 10 ramettes Papier A3, attendu le 5 octobre 2026 », in the supplier's language."""
    quantity = quantity_in_words(line.open_quantity, line.unit, language)
    said = say("{order}: {quantity} {article}, expected on {day}", order=line.order, quantity=quantity,
               article=line.name, day=line.expected)  # fmt: skip
    return f"– {said.render(language)}"


def _what(late: Late, language: Language) -> str:
    title = counted("{supplier}: {count} line is late", "{supplier}: {count} lines are late", len(late.lines),
                    supplier=late.supplier or late.address)  # fmt: skip
    return title.render(language)


def _owner(facts: Facts, settings: Settings) -> str:
    person = keeper(facts, settings)
    return person.address if person is not None else ""


def _heard(facts: Facts, settings: Settings, late: Late, address: str, key: str, chase: Chase) -> Proposal:
    """An answer came: it is noted, a reminder that waits for a yes is taken back, and the next one has time."""
    next_one = reminder_key(late, address, chase.reminders + 1)
    asked = facts.made.reminder(next_one)
    return Proposal(
        key=next_one if asked is not None and asked.state == "waiting" else f"{KEY}heard:{key}:{chase.answered}",
        title=say("{supplier} has answered about the late delivery", supplier=late.supplier),
        actions=(_note(facts, settings, late, key, chase),),
        reason=say("A mail came on {day}.", day=chase.answered),
    )


def _call(facts: Facts, settings: Settings, late: Late, key: str, chase: Chase) -> Proposal:
    """All reminders were in vain: a person is told to call, once."""
    title = counted(
        "No delivery by {supplier} after {count} reminder: call them.",
        "No delivery by {supplier} after {count} reminders: call them.",
        chase.reminders,
        supplier=late.supplier,
    )
    return Proposal(
        key=f"{KEY}call:{key}:{late.since}",
        title=title,
        actions=(
            NoteItem(
                item_kind="notice", key=f"{KEY}call:{key}", title=title.render(facts.language),
                owner=_owner(facts, settings), source={"supplier": late.supplier},
            ),
        ),
        reason=say("{supplier} has been late since {day}.", supplier=late.supplier, day=late.since),
        owner=_owner(facts, settings),
    )  # fmt: skip


def _over(items: dict[str, Item], there: set[str]) -> Iterator[Proposal]:
    """What was late and is not any more."""
    over = [item for key, item in items.items() if key not in there]
    if over:
        yield Proposal(
            key=f"{KEY}late-over:{','.join(sorted(item.key for item in over))[:200]}:{over[0].source.get('last', '')}",
            title=counted("{count} late delivery is settled", "{count} late deliveries are settled", len(over)),
            actions=tuple(CloseItem(item_kind=LATE, key=item.key, because="delivered") for item in over),
            reason=say("Everything came, or a new day was agreed on."),
        )
