"""Asking for offers: the request and its letters, in the supplier's language: request, reminders, another round, refusal."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from officebot.core.expressions import expression
from officebot.core.letters import answer_subject, filled, is_plain_id, salutation
from officebot.core.mail import OutgoingMail
from officebot.core.people import Contact
from officebot.core.quantities import trimmed
from officebot.core.text import Language, in_words, one_line, plain, say
from officebot.core.trade.offers.advising import Wish
from officebot.core.trade.offers.model import Wanted
from officebot.core.trade.offers.specifying import Specification
from officebot.core.worktime import WorkingTime

#: The letters, below the folder of the language: `fr/letter/quote_request.txt`.
REQUEST, REMINDERS = "quote_request", ("quote_reminder_1", "quote_reminder_2")
NEGOTIATION, REFUSAL = "quote_negotiation", "quote_refusal"
LETTERS = (REQUEST, *REMINDERS, NEGOTIATION, REFUSAL)
#: The places that the letters may hold.
PLACES = frozenset({
    "salutation", "reference", "lines", "place", "wanted_by", "answer_by", "date", "wishes", "offer", "office",
})  # fmt: skip
#: A reminder says no more than so many lines again.
_REMINDED_LINES = 10
_PART = expression(r"[a-z0-9]{1,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A supplier who is asked: the name by which the office knows them, where and in which language they are written to."""

    supplier: str
    address: str
    language: Language = "fr"
    contact: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request for a quotation: articles with quantities, or something against a specification.

    `key` tells it from all others for ever, `reference` is what letters call it. Answers are awaited up to `answer_by`,
    the delivery at `place` by `wanted_by`.
    """

    key: str
    reference: str
    answer_by: date
    suppliers: tuple[Recipient, ...]
    lines: tuple[Wanted, ...] = ()
    specification: Specification | None = None
    place: str = ""
    wanted_by: date | None = None

    @property
    def what(self) -> str:
        """What it is about, in a few words."""
        if self.specification is not None:
            return one_line(self.specification.title, 60)
        names = [one.name for one in self.lines]
        return one_line(", ".join(names[:3]) + (", …" if len(names) > 3 else ""), 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who writes: the account of the mailbox and the office's name."""

    account: str
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The conversation so far: the Message-IDs of our letters and their answers, the first first."""

    ids: tuple[str, ...] = ()
    subject: str = ""


def letter_name(language: Language, letter: str) -> str:
    """Where the text of a letter lies in the templates."""
    return f"{language}/letter/{letter}.txt"


# ── letters ───────────────────────────────────────────────────────────────────────────────────────────────


def request_mail(request: Request, recipient: Recipient, text: str, sender: Sender) -> OutgoingMail:
    """The request itself; its subject begins with what it is and carries our reference."""
    subject = say("Request for a quotation {reference}: {what}", reference=request.reference, what=request.what)
    return OutgoingMail(
        account=sender.account,
        to=(recipient.address,),
        subject=subject.written(recipient.language),
        body=_body(text, request, recipient, sender),
        key=_key(request, recipient, "request"),
        language=recipient.language,
    )


def reminder_mail(
    request: Request, recipient: Recipient, text: str, sender: Sender, *, level: int, sent_on: date, thread: Thread
) -> OutgoingMail:
    """The reminder of that level (1 friendly, 2 firmer) to a request that was sent on that day, in its conversation."""
    more = {"date": in_words(sent_on, recipient.language)}
    return _following(
        request, recipient, sender, thread, f"reminder-{level}", _body(text, request, recipient, sender, more)
    )


def negotiation_mail(
    request: Request, recipient: Recipient, text: str, sender: Sender, *, round_number: int, offer: str,
    wishes: Sequence[Wish], answer_by: date, thread: Thread, may_name_figures: bool = False,
) -> OutgoingMail:  # fmt: skip
    """Another round: what is wished of this supplier's offer; figures only where the office allows naming them.

    Only the wishes' sentences for suppliers go in, which name no other supplier.
    """
    asked = [one.aims if may_name_figures and one.aims is not None else one.asks for one in wishes]
    more = {
        "offer": one_line(offer, 60),
        "wishes": "\n".join(f"- {text}" for text in dict.fromkeys(one.render(recipient.language) for one in asked)),
        "answer_by": in_words(answer_by, recipient.language),
    }
    body = _body(text, request, recipient, sender, more)
    return _following(request, recipient, sender, thread, f"round-{round_number}", body)


def refusal_mail(
    request: Request, recipient: Recipient, text: str, sender: Sender, *, offer: str, thread: Thread
) -> OutgoingMail:
    """The letter to a supplier whose offer was not chosen: it says nothing of the others."""
    body = _body(text, request, recipient, sender, {"offer": one_line(offer, 60)})
    return _following(request, recipient, sender, thread, "refusal", body)


def _following(
    request: Request, recipient: Recipient, sender: Sender, thread: Thread, step: str, body: str
) -> OutgoingMail:
    ids = tuple(one for one in dict.fromkeys(thread.ids) if is_plain_id(one))
    first = say("Request for a quotation {reference}: {what}", reference=request.reference, what=request.what)
    return OutgoingMail(
        account=sender.account,
        to=(recipient.address,),
        subject=answer_subject(thread.subject or first.written(recipient.language)),
        body=body,
        key=_key(request, recipient, step),
        in_reply_to=ids[-1] if ids else "",
        references=ids,
        language=recipient.language,
    )


def _key(request: Request, recipient: Recipient, step: str) -> str:
    return f"quotes:{request.key}:{recipient.address}:{step}"


def _body(
    text: str, request: Request, recipient: Recipient, sender: Sender, more: dict[str, str] | None = None
) -> str:
    language = recipient.language
    is_whole = more is None
    values = {
        "salutation": salutation(recipient.contact, language),
        "reference": request.reference,
        "lines": "\n".join(_lines(request, language, is_whole=is_whole)),
        "place": _place(request, language),
        "wanted_by": _wanted_by(request, language),
        "answer_by": in_words(request.answer_by, language),
        "office": sender.office,
        **(more or {}),
    }
    body = filled(text, values)
    while "\n\n\n" in body:
        body = body.replace("\n\n\n", "\n\n")
    return body


def _place(request: Request, language: Language) -> str:
    if not request.place:
        return ""
    return say("Delivery to: {place}", place=one_line(request.place, 300)).render(language)


def _wanted_by(request: Request, language: Language) -> str:
    if request.wanted_by is None:
        return ""
    return say("Delivery is needed by {day}.", day=request.wanted_by).render(language)


# ── what is asked ─────────────────────────────────────────────────────────────────────────────────────────


def _lines(request: Request, language: Language, *, is_whole: bool) -> Iterator[str]:
    """A line each; a reminder has the first ones only. Names may come from outside: each is one line of text."""
    shown = request.lines if is_whole else request.lines[:_REMINDED_LINES]
    for one in shown:
        yield f"{one.number}. {_line(one, language)}"
    if len(shown) < len(request.lines):
        yield "…"
    if request.specification is not None:
        yield from _specified(request.specification, language)


def _line(one: Wanted, language: Language) -> str:
    name = one_line(one.label or one.article, 120)
    if one.article and one.label:
        name = say("{label} (our reference {article})", label=name, article=one_line(one.article, 40)).render(
            language
        )
    amount = quantity_in_words(one.quantity, one_line(one.unit, 30), language)
    return f"{name} : {amount}" if language == "fr" else f"{name}: {amount}"


def _specified(sought: Specification, language: Language) -> Iterator[str]:
    name = one_line(sought.title, 200)
    if sought.quantity != 1:
        name = f"{name} × {quantity_in_words(sought.quantity, sought.unit, language)}"
    yield name
    for heading, properties in (
        (say("Required:"), sought.required),
        (say("Wished for:"), sought.wished),
    ):
        if properties:
            yield ""
            yield heading.render(language)
            yield from (f"- {one_line(words, 200)}" for words in properties)


def quantity_in_words(quantity: Decimal, unit: str, language: Language) -> str:
    """A quantity with its unit as a letter writes it: « 40 ramettes », “2.5 kg”, “12”."""
    number = in_words(trimmed(quantity), language)
    word = unit.strip()
    if not word or word.lower() in ("each", "ea", "u", "c62", "h87"):
        return number
    # In French, plural begins at two; abbreviations and measures have none.
    is_several = quantity >= 2 if language == "fr" else quantity != 1
    if is_several and word.isalpha() and word.islower() and len(word) > 2:
        word = _several(word, language)
    return f"{number} {word}"


def _several(word: str, language: Language) -> str:
    if word[-1] in "sxz":
        return word if language == "fr" or word[-1] == "s" else f"{word}es"
    if language == "en" and word.endswith(("ch", "sh")):
        return f"{word}es"
    return f"{word}s"


# ── reminders ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPlan:
    """When suppliers are reminded, in working days: so many before the day of answer, and so many after it.

    No reminder follows our last letter sooner than `apart` working days.
    """

    before: int = 2
    after: int = 1
    apart: int = 2


def reminder_days(sent_on: date, answer_by: date, plan: ReminderPlan, work: WorkingTime) -> tuple[date, date]:
    """The days of the friendly and of the firmer reminder, both worked by the office."""
    soonest = work.add_working_days(sent_on, plan.apart)
    friendly = max(work.add_working_days(answer_by, -plan.before), soonest)
    firmer = max(work.add_working_days(answer_by, plan.after), work.add_working_days(friendly, plan.apart))
    return friendly, firmer


def reminder_due(
    sent_on: date, answer_by: date, reminded_on: Sequence[date], today: date, plan: ReminderPlan, work: WorkingTime
) -> int:
    """Which reminder is due today: 1, 2, or 0 for none; `reminded_on` are the days of those that were sent.

    Whoever calls has looked for an answer first: this knows of none. One that was missed is sent on the next working day.
    """
    level = len(reminded_on) + 1
    if level > len(REMINDERS) or not work.is_working_day(today):
        return 0
    due = reminder_days(sent_on, answer_by, plan, work)[level - 1]
    if reminded_on:
        due = max(due, work.add_working_days(reminded_on[-1], plan.apart))
    return level if today >= due else 0


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────────


def names_reference(text: str, reference: str) -> bool:
    """Whether a text names our reference, however its parts are joined: “DP-2026-014”, « dp 2026/014 »."""
    pattern = _reference_pattern(reference)
    return pattern is not None and pattern.search(plain(text)) is not None


@lru_cache(maxsize=2_000)
def _reference_pattern(reference: str) -> re.Pattern[str] | None:
    parts = _PART.findall(plain(reference[:80]))
    # A bare short number stands in every mail.
    if sum(map(len, parts)) < 5 or not any(part.isdigit() for part in parts):
        return None
    return re.compile(r"(?<![a-z0-9])" + r"[ \t/_.–-]{0,3}".join(parts) + r"(?![a-z0-9])")


def answered_request(
    requests: Iterable[Request], subject: str, text: str, answers_to: Collection[str], sent: dict[str, str]
) -> Request | None:
    """The one request that a mail answers: by the letters of ours that it replies to, else by the reference it names.

    `answers_to` are the Message-IDs that the mail names, `sent` those of our letters with the requests' keys. None where
    it is none, or several.
    """
    known = {one.key: one for one in requests}
    replied = {sent[one] for one in answers_to if one in sent} & known.keys()
    if len(replied) == 1:
        return known[replied.pop()]
    for words in (subject, text):
        named = [one for one in known.values() if names_reference(words, one.reference)]
        if named:
            return named[0] if len(named) == 1 else None
    return None
