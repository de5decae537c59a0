"""Decides who gets an acknowledgement, and writes it: one for a conversation, never to a machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from officebot.core.actions import Action, FlagMessage
from officebot.core.expressions import expression
from officebot.core.letters import answer_subject, is_named, is_read_by_nobody, posting, salutation
from officebot.core.mail import Mail, OutgoingMail, Proof
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Text, in_words, one_line, say
from officebot.duties.replies.observe import PLACES, Facts
from officebot.duties.replies.settings import Settings

_PLACE = expression(r"\{(" + "|".join(sorted(PLACES)) + r")\}")


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """One proposal with the acknowledgement, or none."""
    mail = facts.mail
    if mail is None or not facts.text or not _deserves_one(mail, facts, settings):
        return ()
    to = _answer_address(mail)
    return (
        Proposal(
            key=f"reply:{mail.ref.account}:{_conversation(mail)}",
            title=say("Acknowledge “{subject}” to {recipient}", subject=one_line(mail.subject), recipient=to),
            actions=_actions(mail, facts, settings, to),
            reason=say("{sender} waits for an answer.", sender=mail.sender.name or mail.sender.address),
            reasons=_reasons(facts),
            consequences=tuple(_consequences(facts, settings, to)),
            about=mail.ref,
            must_ask=settings.mode == "draft" and settings.ask_before_draft,
        ),
    )


def _deserves_one(mail: Mail, facts: Facts, settings: Settings) -> bool:
    """Somebody outside who is known, wrote to us themselves, begins a conversation and waits for an answer."""
    verdict, address = facts.verdict, mail.sender.address
    return (
        verdict.get("kind") in settings.kinds
        and not verdict.get("warnings")
        and not (mail.is_automatic or mail.is_list or mail.is_private)
        and mail.proof is not Proof.FAILED
        and not (mail.in_reply_to or mail.references)
        and "\\Answered" not in mail.flags
        and (facts.contact is not None or settings.unknown_senders)
        and not facts.office.people.inside(address)
        and not is_read_by_nobody(address)
        and not any(is_named(one, address) for one in settings.never)
    )


def _answer_address(mail: Mail) -> str:
    """Where the sender wants answers, if that lies in their own domain; else the sender."""
    wished = mail.reply_to[0] if len(mail.reply_to) == 1 else mail.sender
    return wished.address if wished.domain == mail.sender.domain else mail.sender.address


def _conversation(mail: Mail) -> str:
    root = mail.references[0] if mail.references else mail.in_reply_to or mail.message_id or mail.ref.fingerprint
    return hashlib.sha256(root.encode("utf-8", "replace")).hexdigest()[:24]


def _actions(mail: Mail, facts: Facts, settings: Settings, to: str) -> tuple[Action, ...]:
    is_sent = settings.mode == "send"
    outgoing = OutgoingMail(
        account=mail.ref.account,
        to=(to,),
        subject=answer_subject(mail.subject),
        body=_body(mail, facts),
        key=f"reply:{mail.ref.account}:{_conversation(mail)}",
        in_reply_to=mail.message_id,
        references=(*mail.references, mail.message_id) if mail.message_id else mail.references,
        language=facts.language,
        is_automatic=is_sent,
    )
    answered = (FlagMessage(on=mail.ref, add=("\\Answered",)),) if is_sent else ()
    return (*posting(outgoing, is_sent=is_sent), *answered)


def _body(mail: Mail, facts: Facts) -> str:
    """The text with its places filled; what is filled in is not looked at again."""
    values = {
        "salutation": salutation(facts.contact, facts.language),
        "subject": one_line(mail.subject),
        "date": in_words(facts.office.working_time.local(mail.date).date(), facts.language),
        "sender": one_line(mail.sender.name or mail.sender.address),
        "office": facts.office.name,
        "promise": _promise(mail, facts),
    }
    return _PLACE.sub(lambda place: values[place[1]], facts.text)


def _promise(mail: Mail, facts: Facts) -> str:
    """By when an answer is promised: the sender's own deadline where it is sooner than five working days."""
    working = facts.office.working_time
    received = working.local(mail.received).date()
    latest = working.add_working_days(received, 5)
    wished = _day(facts.verdict.get("deadline"))
    is_sooner = wished is not None and received < wished < latest
    by = say("by {day}", day=wished) if is_sooner else say("within five working days")
    return by.render(facts.language)


def _day(deadline: object) -> date | None:
    try:
        return date.fromisoformat(str(deadline)[:10]) if deadline else None
    except ValueError:
        return None


def _reasons(facts: Facts) -> tuple[Reason, ...]:
    known = facts.contact.name if facts.contact else None
    whom = (
        say("The sender is a contact: {name}.", name=known) if known else say("The sender is not among the contacts.")
    )
    urgency = say("today") if facts.verdict.get("urgency") == "today" else say("this week")
    return (Reason(what=whom), Reason(what=say("An answer is expected: {urgency}.", urgency=urgency)))


def _consequences(facts: Facts, settings: Settings, to: str) -> Iterable[Text]:
    if settings.mode == "send":
        yield say("A mail leaves the office to {recipient}.", recipient=to)
    else:
        yield say("A draft to {recipient} lies in Drafts; nothing leaves the office.", recipient=to)
    if facts.unknown_place:
        sentence = "The office's own text names “{place}”, which nobody can fill in: the shipped text was used."
        yield say(sentence, place=facts.unknown_place)
