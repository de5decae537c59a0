"""Decides what is asked by mail, what an answer does, and what its author is told. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from officebot.core.actions import AlertPerson
from officebot.core.approvals.actions import AskByMail, TellOutcome
from officebot.core.approvals.codes import hash_of
from officebot.core.approvals.model import Decided
from officebot.core.letters import posting
from officebot.core.people import Person
from officebot.core.proposals import Proposal
from officebot.core.text import Text, counted, one_line, say
from officebot.duties.approvals.answering import answered
from officebot.duties.approvals.asking import (
    Ask,
    for_digest,
    open_to_mail,
    passed_on,
    reminders,
    told_meanwhile,
)
from officebot.duties.approvals.letters import digest, outcome
from officebot.duties.approvals.observe import Facts
from officebot.duties.approvals.settings import Settings


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """By what set the run off: a mail that answers, answers carried out, the digest's hour, or the look at what ends soon."""
    match facts.kind:
        case "mail":
            yield from answered(facts, settings)
        case "after answer":
            yield from _outcomes(facts)
        case "interval":
            yield from _urgent(facts, settings)
            if facts.office.working_time.is_working(facts.now):
                yield from _asked(facts, settings, passed_on(facts, settings), "passed on")
                yield from _asked(facts, settings, reminders(facts, settings), "reminder")
        case _:
            yield from _outcomes(facts)
            yield from _asked(facts, settings, for_digest(facts, settings), "digest")


def _asked(
    facts: Facts, settings: Settings, by_person: dict[str, list[Ask]], why: str
) -> Iterator[Proposal]:  # fmt: skip
    for person in facts.office.people.all:
        asks = by_person.get(person.address, [])[: settings.most]
        code = facts.codes.get(f"{why}:{person.address}", "")
        if asks and code and (settings.account or facts.office.account):
            yield _mail(facts, settings, person, asks, code, why)
            if why == "passed on" and settings.alert == "medium":
                yield _alert(person, asks, f"approvals:alert:passed-on:{person.address}:{facts.key}")


def _mail(facts: Facts, settings: Settings, person: Person, asks: Sequence[Ask], code: str, why: str) -> Proposal:
    letter = digest(facts, settings, person, asks, code, _meanwhile(facts, person) if why == "digest" else (), why)
    ask = AskByMail(
        code=hash_of(code),
        person=person.address,
        questions=tuple(one.question(settings).to_json() for one in asks),
        until=facts.now + timedelta(hours=settings.good_hours),
        why=why,
        mail=letter.mark,
    )
    return Proposal(
        key=f"approvals:{why.replace(' ', '-')}:{person.address}:{facts.key}",
        title=_title(person, len(asks), why),
        actions=(ask, *posting(letter)),
        reason=say("It waits for somebody’s yes or no."),
        consequences=(say("A mail goes to {recipient}.", recipient=person.address),),
        owner=person.address,
        circle=person.address,
        expires_after=timedelta(hours=20),
    )


def _title(person: Person, count: int, why: str) -> Text:
    match why:
        case "reminder":
            return counted("Remind {name} of {count} proposal by mail", "Remind {name} of {count} proposals by mail",
                           count, name=person.name)  # fmt: skip
        case "passed on":
            return counted("Pass {count} proposal on to {name} by mail", "Pass {count} proposals on to {name} by mail",
                           count, name=person.name)  # fmt: skip
        case _:
            return counted("Ask {name} about {count} proposal by mail", "Ask {name} about {count} proposals by mail",
                           count, name=person.name)  # fmt: skip


def _meanwhile(facts: Facts, person: Person) -> list[Decided]:
    """What others decided of that which this person was asked, since their last digest."""
    since = told_meanwhile(facts, person.address)
    return [
        one
        for one in facts.desk.decided
        if one.id in since and one.at >= since[one.id] and one.by.partition(" for ")[0] != person.address
    ]


def _outcomes(facts: Facts) -> Iterator[Proposal]:
    """To each author of an answer that was carried out, what became of it; once an answer."""
    for one in facts.desk.outcomes:
        person = facts.office.people.at(one.person)
        actions = (TellOutcome(mark=one.mark), *(posting(outcome(facts, person, one)) if person is not None else ()))
        yield Proposal(
            key=f"approvals:told:{one.mark}",
            title=say("Tell {name} what became of their answer by mail", name=person.name if person else one.person),
            actions=actions,
            reason=say("The answer was carried out."),
            owner=one.person,
            circle=person.address if person is not None else "",
            expires_after=timedelta(hours=20),
        )


# ── what cannot wait ──────────────────────────────────────────────────────────────────────────────────────


def _urgent(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """An alert for what is about a mail that cannot wait an hour, to whom it is asked of, once; at any hour."""
    if settings.alert != "medium":
        return
    urgent = {one.id for one in open_to_mail(facts) if one.urgency == "now"}
    for address, asks in for_digest(facts, settings).items():
        person = facts.office.people.at(address)
        for ask in asks:
            if person is not None and ask.waiting.id in urgent:
                yield _alert(person, [ask], f"approvals:alert:{ask.waiting.id}:{address}")


def _alert(person: Person, asks: Sequence[Ask], key: str) -> Proposal:
    language = person.language
    titles = [one_line(ask.waiting.title.render(language), 120) for ask in asks]
    title = counted("{count} decision cannot wait", "{count} decisions cannot wait", len(asks))
    return Proposal(
        key=key,
        title=say("Alert {name}: {what}", name=person.name, what=title),
        actions=(AlertPerson(to=person.address, title=title.render(language), body="\n".join(titles)),),
        reason=say("It waits for somebody’s yes or no."),
        circle=person.address,
    )
