"""The digest: what one person must see and do today, in their language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from officebot.core.actions import Action, WriteDocument
from officebot.core.judging.labels import KINDS, URGENCIES
from officebot.core.letters import posting
from officebot.core.mail import OutgoingMail
from officebot.core.people import Person
from officebot.core.proposals import Item, Proposal
from officebot.core.text import Language, Text, counted, in_words, one_line, say
from officebot.duties.dispatch.observe import Facts
from officebot.duties.dispatch.settings import Settings
from officebot.sdk import SeenMail, SeenProposal

_HURRY = tuple(URGENCIES)
_PARTS: Mapping[str, Text] = {
    "deadline": say("Due"),
    "owed": say("We owe an answer"),
    "waiting-for": say("They owe an answer"),
    "notice": say("To be known"),
}
#: What is due later than so many days ahead stands in tomorrow's digest.
_AHEAD_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What a person has to see: mails to act on, items that press, proposals that wait for their yes."""

    person: Person
    mails: Sequence[SeenMail]
    items: Sequence[Item]
    waiting: Sequence[SeenProposal]


def digests(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """One proposal for each person for whom there is something."""
    if settings.digest == "none" or facts.digest is None:
        return
    account = next((mail.ref.account for mail in facts.mails), _account(facts.items))
    for person in facts.office.people.all:
        if settings.digest_to and person.address not in settings.digest_to:
            continue
        found = digest_of(person, facts)
        if found.mails or found.items or found.waiting:
            yield Proposal(
                key=f"digest:{facts.digest}:{person.address}",
                title=say("Write the digest of {day} for {name}", day=facts.digest, name=person.name),
                actions=tuple(_actions(found, facts, settings, account)),
                reason=say("{mails}, {items}.",
                           mails=counted("{count} mail to act on", "{count} mails to act on", len(found.mails)),
                           items=counted("{count} thing that presses", "{count} things that press",
                                         len(found.items))),
            )  # fmt: skip


def digest_of(person: Person, facts: Facts) -> Digest:
    """What concerns this person: frauds and private mail never do."""
    mails = [mail for mail in facts.mails if _is_for(mail, person)]
    day = facts.digest or facts.office.working_time.local(facts.now).date()
    local = facts.office.working_time.local
    items = [
        item
        for item in facts.items
        if person.address in (item.owner, *map(str, item.source.get("who", ())))
        and (item.due is None or (local(item.due).date() - day).days <= _AHEAD_DAYS)
    ]
    return Digest(
        person=person,
        mails=sorted(mails, key=lambda mail: (_rank(mail), mail.received)),
        items=sorted(items, key=lambda item: (tuple(_PARTS).index(item.kind), item.due is None, item.due, item.key)),
        waiting=[one for one in facts.waiting if one.owner == person.address],
    )


def _is_for(mail: SeenMail, person: Person) -> bool:
    verdict = mail.verdict
    return (
        bool(verdict.get("act"))
        and person.local_part in (verdict.get("who") or ())
        and verdict.get("kind") not in ("fraud", "personal")
    )


def _rank(mail: SeenMail) -> int:
    urgency = mail.verdict.get("urgency")
    return _HURRY.index(urgency) if urgency in _HURRY else len(_HURRY)


def _account(items: Sequence[Item]) -> str:
    return next((str(item.source["account"]) for item in items if item.source.get("account")), "")


def _actions(found: Digest, facts: Facts, settings: Settings, account: str) -> Iterator[Action]:
    person, language, day = found.person, found.person.language, facts.digest
    plain = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in person.local_part).strip(".")
    mails = [_mail_row(mail, facts, language) for mail in found.mails]
    parts = [
        {"title": title.render(language), "rows": [_item_row(item, facts, language) for item in found.items if item.kind == kind]}
        for kind, title in _PARTS.items()
    ]  # fmt: skip
    yield WriteDocument(
        path=f"archive/lists/{day}-digest-{plain[:60]}.html",
        template="report/digest.html",
        language=language,
        data={
            "office": facts.office.name,
            "reader": person.name,
            "day": in_words(day, language),
            "mails": mails,
            "parts": [part for part in parts if part["rows"]],
            "waiting": [{"id": one.id, "title": one.title.render(language)} for one in found.waiting],
        },
    )
    if settings.digest in ("draft", "mail") and account:
        letter = OutgoingMail(
            account=account,
            to=(person.address,),
            subject=say("Your day, {day}", day=day).render(language),
            body=_letter(found, facts, language),
            key=f"digest:{day}:{person.address}",
            language=language,
            is_automatic=settings.digest == "mail",
        )
        yield from posting(letter, is_sent=settings.digest == "mail")


def _mail_row(mail: SeenMail, facts: Facts, language: Language) -> dict[str, Any]:
    verdict = mail.verdict
    urgency, kind = URGENCIES.get(str(verdict.get("urgency"))), KINDS.get(str(verdict.get("kind")))
    return {
        "at": f"{facts.office.working_time.local(mail.received):%H:%M}",
        "sender": one_line(mail.sender.name or mail.sender.address),
        "subject": one_line(mail.subject, 150) or say("(no subject)").render(language),
        "urgency": urgency.render(language) if urgency else "",
        "kind": kind.render(language) if kind else "",
        "deadline": in_words(deadline, language) if (deadline := deadline_of(mail)) else "",
        "quote": one_line(str(verdict.get("deadline_text") or "")),
    }


def deadline_of(mail: SeenMail) -> date | None:
    """The deadline that the verdict names: a day, or a day and an hour on the office's wall clock."""
    written = str(mail.verdict.get("deadline") or "")
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return None
    return read.replace(tzinfo=None) if "T" in written else read.date()


def _item_row(item: Item, facts: Facts, language: Language) -> dict[str, Any]:
    due = facts.office.working_time.local(item.due).date() if item.due is not None else None
    is_late = item.due is not None and item.due < facts.now
    late = say("late").render(language) if is_late else ""
    return {
        "title": item.title,
        "due": in_words(due, language) if due else "",
        "late": late,
        "quote": str(item.source.get("quote") or ""),
        "with": str(item.source.get("name") or "") or ", ".join(map(str, item.source.get("with", ()))),
    }


def _letter(found: Digest, facts: Facts, language: Language) -> str:
    """The digest as a mail's text."""
    out = [say("Hello {name},", name=found.person.name).render(language)]
    if found.mails:
        out += ["", say("Mails to act on").render(language).upper()]
        for row in (_mail_row(mail, facts, language) for mail in found.mails):
            out.append(_bullet(row["urgency"], row["subject"], row["sender"], row["deadline"]))
    for kind, title in _PARTS.items():
        rows = [_item_row(item, facts, language) for item in found.items if item.kind == kind]
        if rows:
            out += ["", title.render(language).upper()]
            out += [_bullet(row["due"], row["title"], row["with"], row["late"]) for row in rows]
    if found.waiting:
        waiting = counted(
            "{count} proposal waits for your yes.", "{count} proposals wait for your yes.", len(found.waiting)
        )
        out += ["", waiting.render(language)]
    return "\n".join(out) + "\n"


def _bullet(*parts: str) -> str:
    return "- " + " · ".join(part for part in parts if part)
