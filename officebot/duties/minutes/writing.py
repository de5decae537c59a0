"""The letters about agendas and minutes: their words, to whom they go, and how they leave. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from officebot.core.actions import Action
from officebot.core.expressions import expression
from officebot.core.letters import filled, posting
from officebot.core.mail import OutgoingMail
from officebot.core.minutes.titles import kind_of_document, long_day
from officebot.core.text import Language, Text, in_words, one_line, say
from officebot.duties.minutes.observe import Facts
from officebot.duties.minutes.occasions import KEY, Occasion, language_of, name_of

_EMPTY = expression(r"\n{3,}")


def letter(
    facts: Facts,
    occasion: Occasion,
    name: str,
    to: Sequence[str],
    subject: str,
    places: Mapping[str, str],
    *,
    key: str,
    documents: Sequence[str] = (),
    answers: Sequence[str] = (),
    cc: Sequence[str] = (),
) -> OutgoingMail:
    """A mail about an occasion; `name` is its text's, `answers` are the Message-IDs of the conversation, `key` its own."""
    language = language_of(occasion.meeting, facts.office)
    known = {
        "meeting": one_line(occasion.meeting.title),
        "day": long_day(occasion.day, language),
        "chair": name_of(occasion.meeting.chair, facts.office),
        "office": facts.office.name,
    }
    body = filled(facts.letter(name, language), {**known, **places})
    return OutgoingMail(
        account=facts.account,
        to=tuple(to),
        cc=tuple(cc),
        subject=subject,
        body=_EMPTY.sub("\n\n", body),
        key=f"{KEY}{key}",
        in_reply_to=answers[-1] if answers else "",
        references=tuple(dict.fromkeys(answers)),
        language=language,
        attached_documents=tuple(documents),
    )


def posted(mail: OutgoingMail, mode: str) -> tuple[Action, ...]:
    """What sends a mail, or puts it into Drafts."""
    return posting(mail, is_sent=mode == "send")


def draft_subject(occasion: Occasion, version: int, language: Language) -> str:
    """The subject of the mail that shows a version: by it an answer says which one it is about."""
    kind = kind_of_document(language, is_draft=True)
    day = in_words(occasion.day, language)
    return f"{kind} – {one_line(occasion.meeting.title, 100)}, {day} (version {version})"


def final_subject(occasion: Occasion, language: Language) -> str:
    """The subject of the mail that brings the validated minutes."""
    kind = kind_of_document(language, is_draft=False)
    return f"{kind} – {one_line(occasion.meeting.title, 100)}, {in_words(occasion.day, language)}"


def listed(heading: str, lines: Iterable[str]) -> str:
    """A heading with its lines below it; "" where there is none."""
    told = [f"- {line}" for line in lines]
    return "\n".join([heading, *told]) if told else ""


def consequence(mode: str, recipients: Sequence[str]) -> tuple[Text, ...]:
    """What people are told before they say yes: to whom it goes, or that it lies in Drafts."""
    whom = ", ".join(recipients)
    if mode == "send":
        return (say("A mail leaves the office to {recipient}.", recipient=whom),)
    return (say("A draft to {recipient} lies in Drafts; nothing leaves the office.", recipient=whom),)
