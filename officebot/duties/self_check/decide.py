"""A sign of life each morning; in working hours a word when something is lost: once a day and thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from officebot.core.actions import Action, AlertPerson
from officebot.core.letters import posting
from officebot.core.mail import OutgoingMail
from officebot.core.people import Person
from officebot.core.proposals import Proposal
from officebot.core.text import Text, counted, quoted, say
from officebot.core.wellbeing import Sign
from officebot.duties.self_check.observe import Facts
from officebot.duties.self_check.settings import Settings


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """Letters or alerts, each under a key that stays the same for the day: nothing is told twice."""
    people = facts.office.people
    named = people.at(settings.to) if settings.to else None
    readers = [named] if named is not None else list(people.mailbox_owners)
    ill = [sign for sign in facts.signs if not sign.well]
    for person in readers:
        if facts.morning:
            yield _morning(facts, settings, person, ill)
        elif facts.is_working:
            for sign in ill:
                yield _lost(facts, settings, person, sign)


def _morning(facts: Facts, settings: Settings, person: Person, ill: Sequence[Sign]) -> Proposal:
    key = f"alive:{facts.day.isoformat()}:{person.address}"
    title = say("All is well this morning")
    if ill:
        title = counted(
            "This morning {count} thing is not well", "This morning {count} things are not well", len(ill)
        )
    waiting = counted("{count} proposal waits for a yes.", "{count} proposals wait for a yes.", facts.waiting)
    lines = [_line(sign, with_figures=True) for sign in (*ill, *(sign for sign in facts.signs if sign.well))]
    return Proposal(
        key=key,
        title=say("Sign of life for {name}", name=person.name),
        actions=_telling(facts, settings, person, key, title, [waiting, *lines]),
        reason=say("It is told each morning, so that silence means something."),
    )


def _lost(facts: Facts, settings: Settings, person: Person, sign: Sign) -> Proposal:
    key = f"unwell:{facts.day.isoformat()}:{sign.what}:{person.address}"
    title = say("Not well: {what}", what=_called(sign))
    return Proposal(
        key=key[:300],
        title=say("Tell {name} that something is not well: {what}", name=person.name, what=_called(sign)),
        actions=_telling(facts, settings, person, key, title, [_line(sign)]),
        reason=_line(sign),
    )


def _called(sign: Sign) -> Text:
    return sign.called or quoted(sign.what)


def _line(sign: Sign, *, with_figures: bool = False) -> Text:
    """The journal's last entry belongs into each morning's: told outside, it shows if the journal is cut later."""
    said = sign.figures if with_figures and sign.well and sign.figures is not None else sign.said
    return say("{where}: {what}", where=_called(sign), what=said)


def _telling(
    facts: Facts, settings: Settings, person: Person, key: str, title: Text, lines: Sequence[Text]
) -> tuple[Action, ...]:
    language = person.language
    subject = f"{facts.office.name}: {title.render(language)}"[:200]
    body = "\n".join(line.render(language) for line in lines)
    if settings.by == "medium" or not facts.office.account:
        return (AlertPerson(to=person.address, title=subject, body=body),)
    letter = OutgoingMail(
        account=facts.office.account,
        to=(person.address,),
        subject=subject,
        body=f"{body}\n",
        key=key,
        language=language,
        is_automatic=True,
        with_signature=False,
    )
    return posting(letter, is_sent=settings.by == "mail")
