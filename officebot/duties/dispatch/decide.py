"""Alerts, forwards and digests: each once, none for a fraud, none of private mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from officebot.core.actions import Action, AlertPerson
from officebot.core.letters import posting
from officebot.core.mail import OutgoingMail
from officebot.core.people import Person
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Language, Text, in_words, one_line, say
from officebot.duties.dispatch.digest import deadline_of, digests
from officebot.duties.dispatch.observe import Facts
from officebot.duties.dispatch.settings import Settings
from officebot.sdk import SeenMail

_NOT_PASSED_ON = frozenset({"fraud", "personal", "newsletter", "automatic"})
_MOST = 800


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """After mail: alerts and forwards. On a digest's day: the digests."""
    if facts.digest is not None:
        return digests(facts, settings)
    found: list[Proposal] = []
    for mail in facts.mails:
        if len(found) < _MOST and _may_be_passed_on(mail):
            found += _alerts(mail, facts, settings)
            found += _forwards(mail, facts, settings)
    return found


def _may_be_passed_on(mail: SeenMail) -> bool:
    """Something is to be done, and nothing speaks against the mail."""
    verdict = mail.verdict
    return bool(verdict.get("act")) and verdict.get("kind") not in _NOT_PASSED_ON and not verdict.get("warnings")


def people_of(mail: SeenMail, facts: Facts) -> list[Person]:
    """Those who must act, by the verdict."""
    people = facts.office.people
    return [person for part in mail.verdict.get("who") or () if (person := people.named(str(part))) is not None]


# ── alerts ────────────────────────────────────────────────────────────────────────────────────────────────


def _alerts(mail: SeenMail, facts: Facts, settings: Settings) -> Iterator[Proposal]:
    if settings.alert == "none" or mail.verdict.get("urgency") != "now":
        return
    for person in people_of(mail, facts):
        if person.owns_the_mailbox and person.address not in settings.alert_to and settings.alert != "medium":
            continue  # there it is flagged, and an alert would be one more mail
        key = f"alert:{mail.ref.account}:{mail.ref.fingerprint}:{person.address}"
        language = person.language
        yield Proposal(
            key=key,
            title=say("Alert {name}: “{subject}”", name=person.name, subject=_subject(mail, language)),
            actions=_alerting(mail, facts, settings, person, key),
            reason=say("It cannot wait an hour, and it is for {name}.", name=person.name),
            reasons=_reasons(mail),
            about=mail.ref,
            circle=person.circle if mail.verdict.get("confidential") else "",
            confidential=bool(mail.verdict.get("confidential")),
        )


def _alerting(mail: SeenMail, facts: Facts, settings: Settings, person: Person, key: str) -> tuple[Action, ...]:
    """What tells a person: an alert by their own medium, else a letter."""
    language = person.language
    title, body = (
        say("At once: {subject}", subject=_subject(mail, language)).render(language),
        _body(mail, facts, language),
    )
    if settings.alert == "medium":
        return (AlertPerson(to=person.address, title=title, body=body),)
    letter = OutgoingMail(
        account=mail.ref.account,
        to=(settings.alert_to.get(person.address, person.address),),
        subject=title,
        body=body,
        key=key,
        language=language,
        is_automatic=settings.alert == "mail",
        with_signature=False,
    )
    return posting(letter, is_sent=settings.alert != "draft")


# ── forwards ──────────────────────────────────────────────────────────────────────────────────────────────


def _forwards(mail: SeenMail, facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """To those who must act, did not get it, and do not read this mailbox anyway."""
    if settings.forward == "none":
        return
    reached = facts.reached.get(mail.id, frozenset())
    for person in people_of(mail, facts):
        if person.address in reached or person.owns_the_mailbox:
            continue
        key = f"forward:{mail.ref.account}:{mail.ref.fingerprint}:{person.address}"
        language = person.language
        letter = OutgoingMail(
            account=mail.ref.account,
            to=(person.address,),
            subject=f"{'TR' if language == 'fr' else 'Fwd'}: {_subject(mail, language)}"[:200],
            body=f"{say('Hello {name},', name=person.name).render(language)}\n\n"
                 f"{say('The attached mail is for you.').render(language)}\n\n{_body(mail, facts, language)}",
            key=key,
            language=language,
            forwards=mail.ref,
        )  # fmt: skip
        yield Proposal(
            key=key,
            title=say("Forward “{subject}” to {name}", subject=_subject(mail, language), name=person.name),
            actions=posting(letter, is_sent=settings.forward != "draft"),
            reason=say("{name} must act, and the mail did not go to them.", name=person.name),
            reasons=_reasons(mail),
            consequences=(say("{name} will read the whole mail.", name=person.name),),
            about=mail.ref,
            circle=person.circle if mail.verdict.get("confidential") else "",
            confidential=bool(mail.verdict.get("confidential")),
            must_ask=settings.asks,
        )


# ── what is written ───────────────────────────────────────────────────────────────────────────────────────


def _subject(mail: SeenMail, language: Language) -> str:
    return one_line(mail.subject, 150) or say("(no subject)").render(language)


def _body(mail: SeenMail, facts: Facts, language: Language) -> str:
    """Who wrote, when, until when it is wanted, and where it lies."""
    local = facts.office.working_time.local
    came = in_words(local(mail.received).replace(tzinfo=None), language)
    told: list[Text] = [say("From {sender}, {at}", sender=one_line(str(mail.sender)), at=came)]
    if deadline := deadline_of(mail):
        words = _beside(deadline, one_line(str(mail.verdict.get("deadline_text") or "")))
        told.append(say("Wanted by {deadline} (“{words}”)", deadline=deadline, words=words) if words
                    else say("Wanted by {deadline}", deadline=deadline))  # fmt: skip
    told.append(say("It lies in the folder “{folder}” of the mailbox {account}.",
                    folder=mail.ref.folder, account=mail.ref.account))  # fmt: skip
    return "\n".join(one.render(language) for one in told) + "\n"


def _beside(deadline: date, words: str) -> str:
    """The mail's own words for a deadline, "" where they tell the day of the month: one date is not written twice."""
    numbers = re.findall(r"\d+", words)
    return "" if any(number.lstrip("0") == str(deadline.day) for number in numbers) else words


def _reasons(mail: SeenMail) -> tuple[Reason, ...]:
    words = str(mail.verdict.get("deadline_text") or "")
    return (Reason(what=say("It is to be acted on."), quote=words, source=mail.source),)
