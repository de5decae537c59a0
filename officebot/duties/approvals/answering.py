"""A reply to a digest: carried out where its author is proven and its words are plain, else answered why not. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from officebot.core.approvals.actions import AnswerByMail
from officebot.core.approvals.model import Asked
from officebot.core.approvals.reading import Said, has_struck_words, read_answer
from officebot.core.expressions import expression
from officebot.core.letters import is_plain_id, posting
from officebot.core.mail import Mail, Proof
from officebot.core.people import Person
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Text, one_line, quoted, say
from officebot.duties.approvals.letters import refusal
from officebot.duties.approvals.observe import Facts
from officebot.duties.approvals.settings import Settings
from officebot.sdk import SeenMail

_FORWARDED = expression(r"\s{0,5}(?:fwd?|tr|wg|i)\s{0,3}:", re.IGNORECASE)
#: What suspicion says of a mail that only seems to be a colleague's.
_SUSPECT = frozenset({"fraud"})
#: Markup that is so long may have been cut: what is struck out further down is not seen.
_LONGEST_HTML = 1_000_000


def answered(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """What follows from the mail: its answers, or a mail to its author; nothing where the code is unknown here."""
    mail, asked = facts.mail, facts.desk.asked_by(str(facts.claim.get("code", "")))
    if mail is None or asked is None:
        return
    person = facts.office.people.at(mail.sender.address)
    if person is None:
        return
    why = _refused(facts, mail, asked, person)
    if why is not None:
        yield _told_off(facts, mail, person, [why], is_once=True)
        return
    if has_struck_words(mail.html):
        yield _told_off(facts, mail, person, [say("Some of its words are struck out: write it anew.")])
        return
    local = facts.office.working_time.local(mail.date if mail.date <= facts.now else facts.now)
    said = read_answer(
        mail.reply, len(asked.questions), at=local, working=facts.office.working_time, names=(person.name,)
    )
    if said.yes and not said.doubts and not (settings.sender_is_checked or _answers_the_digest(mail, asked)):
        said = _without_yes(said)
    if said.is_answer:
        yield _carried_out(facts, mail, asked, person, said)
    else:
        yield _told_off(facts, mail, person, list(_doubts(said)))


def _refused(facts: Facts, mail: Mail, asked: Asked, person: Person) -> Text | None:
    """Why this mail decides nothing, whatever it says."""
    if mail.proof is not Proof.PASSED or facts.verdict.get("kind") in _SUSPECT:
        return say("Nothing proves that you wrote it: decide on the page.")
    if asked.person != person.address:
        return say("The mail that it answers was for somebody else: decide on the page what is yours to decide.")
    if _FORWARDED.match(mail.subject):
        return say("It is forwarded: answer with a reply.")
    if mail.truncated or len(mail.html) >= _LONGEST_HTML:
        return say("It is too long to be read whole.")
    if asked.until <= facts.now:
        return say("The mail that it answers may be answered no longer: the next digest brings a new one.")
    return None


def _answers_the_digest(mail: Mail, asked: Asked) -> bool:
    """Whether the mail is the answer to the very mail that asked, as its author's program says.

    The proof is of a domain: a colleague whose server lets them write in another's name passes it, and may have the code
    from a forwarded copy. What answers such a copy names the copy first, and the digest among its references at most.
    """
    named = mail.in_reply_to or (mail.references[-1] if mail.references else "")
    return bool(asked.mail) and named.startswith(f"<{asked.mail}@")


def _without_yes(said: Said) -> Said:
    """The same with no yes in it, and what its author is told of that."""
    why = say("Yes to {numbers}: it is not the answer to the mail that asked you. Answer that one itself, or decide on the page.",
              numbers=", ".join(map(str, said.yes)))  # fmt: skip
    return replace(said, yes=(), left=(), problems=(*said.problems, why))


def _doubts(said: Said) -> Iterator[Text]:
    for words in said.doubts:
        yield say("This is not plain: “{words}”", words=words)
    yield from said.problems
    if said.doubts:
        yield from _understood(said)
    elif not said.problems:
        yield say("It says yes or no to no number.")


def _understood(said: Said) -> Iterator[Text]:
    """What was understood beside it, and is not done either."""
    if said.yes:
        yield say("Understood, and not done: yes to {numbers}", numbers=", ".join(map(str, said.yes)))
    if said.no:
        yield say("Understood, and not done: no to {numbers}", numbers=", ".join(map(str, said.no)))
    if said.later:
        yield say("Understood, and not done: later {numbers}", numbers=", ".join(map(str, said.later)))


def _carried_out(facts: Facts, mail: Mail, asked: Asked, person: Person, said: Said) -> Proposal:
    left = [
        say("{number}: taken out of your yes; it waits on. “NO {number}” refuses it.", number=one)
        for one in said.left
    ]
    default = _next_morning(facts)
    action = AnswerByMail(
        code=asked.code,
        person=person.address,
        mark=mark_of(mail),
        source=mail.source,
        account=mail.ref.account,
        subject=one_line(mail.subject),
        message_id=mail.message_id if is_plain_id(mail.message_id) else "",
        yes=said.yes,
        no={str(number): because or _UNSAID[person.language] for number, because in said.no.items()},
        later={str(number): until or default for number, until in said.later.items()},
        notes=tuple(one.to_json() for one in (*said.problems, *left)),
    )
    return Proposal(
        key=f"approvals:answer:{mark_of(mail)}",
        title=say("{name} answers by mail what waits for them", name=person.name),
        actions=(action,),
        reason=say(
            "{name} answered a mail that was for them alone, and is proven to have written it.", name=person.name
        ),
        reasons=(Reason(what=say("As it was written."), quote=one_line(mail.reply, 300), source=mail.source),),
        about=mail.ref,
        owner=person.address,
        circle=person.address,
    )


_UNSAID = {"en": "no, by mail", "fr": "non, par courriel"}


def _next_morning(facts: Facts) -> datetime:
    """When what is put off without a day is shown again."""
    working = facts.office.working_time
    day = working.add_working_days(working.local(facts.now).date(), 1)
    return datetime.combine(day, time(7), tzinfo=working.tz)


def _told_off(facts: Facts, mail: Mail, person: Person, why: Sequence[Text], *, is_once: bool = False) -> Proposal:
    """A mail that says why nothing was done; `is_once`: one a day and code, for nobody proves who provokes it."""
    day = facts.office.working_time.local(facts.now).date()
    mark = f"{str(facts.claim.get('code', ''))[:20]}:{person.address}:{day}" if is_once else mark_of(mail)
    # Where nothing proves who wrote, their words are not sent on.
    subject = say("Your answer by mail").render(person.language) if is_once else one_line(mail.subject)
    message_id = mail.message_id if is_plain_id(mail.message_id) and not is_once else ""
    letter = refusal(facts, person, mail.ref.account, subject, message_id, why, f"refused:{mark}")
    return Proposal(
        key=f"approvals:refused:{mark}",
        title=say("Tell {name} that nothing of their answer by mail was done", name=person.name),
        actions=posting(letter),
        reason=why[0] if why else quoted(""),
        consequences=(say("A mail goes to {recipient}.", recipient=person.address),),
        about=mail.ref,
        owner=person.address,
        circle=person.address,
        expires_after=timedelta(hours=20),
    )


def mark_of(mail: Mail) -> str:
    """The mail in a key, the same however often it is looked at or filed."""
    seen = SeenMail(ref=mail.ref, subject="", sender=mail.sender, received=mail.received, state="", verdict={},
                    message_id=mail.message_id)  # fmt: skip
    return seen.mark
