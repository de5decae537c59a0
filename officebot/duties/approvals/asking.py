"""Who is asked about what: at the digest's hours, when an end is near, and in whose place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from officebot.core.approvals.model import Question, Waiting
from officebot.core.people import Person
from officebot.core.worktime import WorkingTime
from officebot.duties.approvals.observe import Facts
from officebot.duties.approvals.settings import Settings

DUTY = "approvals"
#: Whoever was asked has so long before they are reminded.
_PATIENCE = timedelta(hours=2)
_QUARTER = timedelta(minutes=15)
#: No end that is so far away is near in working hours.
_FURTHEST = timedelta(days=40)


@dataclass(frozen=True, slots=True)
class Ask:
    """One proposal put before one person, who decides it for themselves or for their principal (an address)."""

    waiting: Waiting
    person: Person
    principal: str

    def question(self, settings: Settings) -> Question:
        """What its number means. What has an amount above the office's limit is decided on the page; so is what spends at
        a price that nobody knows, and what has an amount that is not known in full.
        """
        amount = self.waiting.amount
        is_much = amount is not None and (amount <= 0 or amount > settings.most_amount)
        page_only = is_much or self.waiting.amount_is_least
        return Question(
            proposal=self.waiting.id, hash=self.waiting.hash, principal=self.principal, page_only=page_only
        )


def open_to_mail(facts: Facts) -> list[Waiting]:
    """What waits for people: not the duty's own mails, where an office wants to see those first."""
    return [
        one for one in facts.desk.waiting if one.duty != DUTY and (one.expires is None or one.expires > facts.now)
    ]


def for_digest(facts: Facts, settings: Settings) -> dict[str, list[Ask]]:
    """By person, what is asked of them now, what expires first at the top; of who is away, their delegate is asked."""
    asks = [ask for one in open_to_mail(facts) for ask in _asked_now(one, facts, settings)]
    return by_person(asks)


def reminders(facts: Facts, settings: Settings) -> dict[str, list[Ask]]:
    """By person, what they were asked, have not answered, and what is soon over; each once."""
    working = facts.office.working_time
    found: list[Ask] = []
    for one in open_to_mail(facts):
        if not _is_near(one, settings.remind_hours, facts.now, working):
            continue
        for ask in _asked_now(one, facts, settings):
            sent = [mail for mail in facts.desk.asked if mail.person == ask.person.address and mail.has(one.id)]
            is_reminded = any(mail.why != "digest" for mail in sent)
            if sent and not is_reminded and facts.now - max(mail.created for mail in sent) >= _PATIENCE:
                found.append(ask)
    return by_person(found)


def passed_on(facts: Facts, settings: Settings) -> dict[str, list[Ask]]:
    """By person, what those who were asked have not answered, and what is nearly over: delegates, else others; each once."""
    working = facts.office.working_time
    found: list[Ask] = []
    for one in open_to_mail(facts):
        if not _is_near(one, settings.pass_on_hours, facts.now, working):
            continue
        sent = [mail for mail in facts.desk.asked if mail.has(one.id)]
        asked = {mail.person for mail in sent}
        is_reminded = not settings.remind_hours or any(mail.why != "digest" for mail in sent)
        if not asked or not is_reminded:
            continue
        others = [ask for who in _first(one, facts, settings) for ask in in_place_of(one, who, facts, settings)]
        if not others:
            others = [Ask(one, who, who.address) for who in _people(one.deciders, facts, settings)]
        found += [ask for ask in others if ask.person.address not in asked and _may_be_asked(ask)]
    return by_person(found)


def _asked_now(one: Waiting, facts: Facts, settings: Settings) -> list[Ask]:
    found: list[Ask] = []
    for who in _first(one, facts, settings):
        if who.address not in facts.away:
            found.append(Ask(one, who, who.address))
            continue
        # A person who is away is passed over at once; where nobody is there in their place, the others are asked.
        instead = in_place_of(one, who, facts, settings)
        others = [other for other in _people(one.deciders, facts, settings) if other.address not in facts.away]
        found += instead or [Ask(one, other, other.address) for other in others] or [Ask(one, who, who.address)]
    return [ask for ask in found if _may_be_asked(ask)]


def _first(one: Waiting, facts: Facts, settings: Settings) -> list[Person]:
    """Who is asked first: its owner, if they may decide; everybody who may, where nobody in particular is asked."""
    deciders = _people(one.deciders, facts, settings)
    owner = [who for who in deciders if who.address == one.owner]
    # What needs two people is put before all: one alone cannot bring it to its end.
    return deciders if settings.everyone or one.approvals_needed > 1 or not owner else owner


def in_place_of(one: Waiting, who: Person, facts: Facts, settings: Settings) -> list[Ask]:
    """Those who may act for a person by a delegation, and are there; else the deputy of the settings, for themselves."""
    delegates = [facts.office.people.at(address) for address in facts.desk.delegates.get(who.address, ())]
    there = [other for other in delegates if other is not None and other.address not in facts.away]
    if there:
        return [Ask(one, other, who.address) for other in there]
    deputy = facts.office.people.at(settings.deputies.get(who.address, ""))
    if deputy is None or deputy.address in facts.away or deputy.address not in one.deciders:
        return []
    return [Ask(one, deputy, deputy.address)]


def _people(addresses: Iterable[str], facts: Facts, settings: Settings) -> list[Person]:
    found = [facts.office.people.at(address) for address in addresses]
    return [one for one in found if one is not None and (not settings.people or one.address in settings.people)]


def _may_be_asked(ask: Ask) -> bool:
    """Not who wants to see it later, nor who has said yes already, for themselves or another."""
    both = {ask.person.address, ask.principal}
    return not both & ask.waiting.given and ask.person.address not in ask.waiting.later


def by_person(asks: Sequence[Ask]) -> dict[str, list[Ask]]:
    """The same by the person's address, each proposal once, what expires first at the top."""
    found: dict[str, dict[int, Ask]] = {}
    for ask in sorted(asks, key=lambda one: (_end(one.waiting), one.waiting.id)):
        mine = found.setdefault(ask.person.address, {})
        # Who may decide for themselves does not do so for another.
        if ask.waiting.id not in mine or ask.principal == ask.person.address:
            mine[ask.waiting.id] = ask
    return {address: list(mine.values()) for address, mine in found.items()}


def _end(one: Waiting) -> datetime:
    return one.expires or one.created + timedelta(days=3650)


def _is_near(one: Waiting, hours: float, now: datetime, working: WorkingTime) -> bool:
    if not hours or one.expires is None or one.expires - now > _FURTHEST:
        return False
    return working_left(now, one.expires, working, most=hours) <= hours


def working_left(now: datetime, until: datetime, working: WorkingTime, *, most: float) -> float:
    """How many working hours lie between two instants, to the quarter, counted up to a little more than `most`."""
    quarters, moment = 0, now
    while moment < until and quarters / 4 <= most:
        quarters += working.is_working(moment)
        moment += _QUARTER
    return quarters / 4


def told_meanwhile(facts: Facts, address: str) -> Mapping[int, datetime]:
    """Since when a person has not been told about each proposal that a mail put before them."""
    mine = [mail for mail in facts.desk.asked if mail.person == address]
    last = max((mail.created for mail in mine if mail.why == "digest"), default=None)
    if last is None:
        return {}
    return {question.proposal: last for mail in mine for question in mail.questions}
