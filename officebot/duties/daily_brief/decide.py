"""Writes the brief: a report to read, a list to work from, a draft for the manager. Each once a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from email.message import EmailMessage
from typing import Any

from officebot.core.actions import Action, DraftMail, NoteItem, WriteDocument
from officebot.core.mail import OutgoingMail
from officebot.core.people import Person
from officebot.core.proposals import Proposal
from officebot.core.reports.kinds import KINDS, URGENCIES
from officebot.core.text import Language, Text, counted, in_words, say
from officebot.duties.daily_brief.brief import (
    STATES,
    Brief,
    brief_of,
    by_kind,
    deadline_of,
    names_of,
    sender_of,
    stands,
    subject_of,
)
from officebot.duties.daily_brief.due import MOST_DUE, due_lines, title_of
from officebot.duties.daily_brief.observe import Facts
from officebot.duties.daily_brief.settings import Settings
from officebot.sdk import SeenMail

_MOST_WAITING = 30


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """Up to three proposals of that day, each under a key that stays the same when the brief is made again."""
    reader = _reader(facts, settings)
    if reader is None:
        return
    if facts.differences:
        yield _stopped(facts)
        return
    if settings.report:
        yield _proposal(facts, "report", say("Write the evening's report of {day}", day=facts.day),
                        (_report(facts, brief_of(facts, reader), settings),))  # fmt: skip
    if settings.todo_list:
        yield _proposal(facts, "list", say("Write the list of what is to be done of {day}", day=facts.day),
                        (_list(facts, brief_of(facts, reader)),))  # fmt: skip
    manager = _manager(facts, settings, reader)
    if settings.draft and manager is not None:
        yield _proposal(facts, "draft", say("Prepare the evening's mail to {name}", name=manager.name),
                        tuple(_drafts(facts, brief_of(facts, manager), settings)))  # fmt: skip


def _stopped(facts: Facts) -> Proposal:
    """No brief with numbers that differ; what differs, for whoever must look."""
    problem = facts.differences[0].problem()
    title = say("The brief of {day} is not made: figures differ", day=facts.day)
    key = f"brief:{facts.day.isoformat()}:stopped"
    note = NoteItem(
        item_kind="notice", key=key, title=title.render(facts.office.language), source={"figure": problem.where}
    )
    return Proposal(
        key=key, title=title, actions=(note,), reason=say("{where}: {what}", where=problem.where, what=problem.what)
    )


def _proposal(facts: Facts, what: str, title: Text, actions: tuple[Action, ...]) -> Proposal:
    received = len(facts.mails)
    return Proposal(
        key=f"brief:{facts.day.isoformat()}:{what}",
        title=title,
        actions=actions,
        reason=counted(
            "It is the end of the day: {count} mail came in.",
            "It is the end of the day: {count} mails came in.",
            received,
        ),
        consequences=(say("Nothing leaves the office."),),
    )


# ── for whom ──────────────────────────────────────────────────────────────────────────────────────────────


def _reader(facts: Facts, settings: Settings) -> Person | None:
    people = facts.office.people
    if settings.reader:
        return people.at(settings.reader)
    return next(iter(people.mailbox_owners), None)


def _manager(facts: Facts, settings: Settings, reader: Person) -> Person | None:
    people = facts.office.people
    if settings.manager:
        return people.at(settings.manager)
    others = [person for person in people.all if person != reader]
    return next((person for person in others if person.circle == reader.circle), others[0] if others else None)


# ── the report ────────────────────────────────────────────────────────────────────────────────────────────


def _report(facts: Facts, brief: Brief, settings: Settings) -> WriteDocument:
    language = brief.reader.language
    return WriteDocument(
        path=f"archive/reports/{facts.day.isoformat()}-brief.html",
        template="report/daily_brief.html",
        language=language,
        data=_page(facts, brief, settings, language),
    )


def _page(facts: Facts, brief: Brief, settings: Settings, language: str) -> dict[str, Any]:
    local = facts.office.working_time.local
    reader: Language = "fr" if language == "fr" else "en"
    due = due_lines(facts, reader)
    return {
        "office": facts.office.name,
        "reader": brief.reader.name,
        "day": in_words(facts.day, reader),
        "until": f"{local(facts.until):%H:%M}",
        "numbers": dict(brief.numbers),
        "urgent": [_line(mail, facts, language) for mail in brief.urgent[: settings.most_urgent]],
        "urgent_left_out": max(0, len(brief.urgent) - settings.most_urgent),
        "waiting": [
            {"id": one.id, "title": title_of(one, facts, reader)} for one in facts.waiting[:_MOST_WAITING]
        ],
        "waiting_count": len(facts.waiting),
        "done_count": len(facts.done),
        "listed": [_line(mail, facts, language) for mail in brief.listed],
        "items": due[:MOST_DUE],
        "items_left_out": max(0, len(due) - MOST_DUE),
        "kinds": [
            {
                "name": KINDS[kind].render(language),
                "received": counts.total(),
                **{state: counts[state] for state in STATES},
            }
            for kind, counts in by_kind(facts)
        ],
    }  # fmt: skip


def _line(mail: SeenMail, facts: Facts, language: str) -> dict[str, Any]:
    verdict = mail.verdict
    return {
        "time": f"{facts.office.working_time.local(mail.received):%H:%M}",
        "sender": sender_of(mail),
        "subject": subject_of(mail, language),
        "urgency": _word(URGENCIES, verdict.get("urgency"), language),
        "kind": _word(KINDS, verdict.get("kind"), language),
        "who": names_of(verdict.get("who") or (), facts),
        "deadline": _deadline(mail, facts, language),
        "state": stands(mail, facts).render(language),
        "problem": mail.problem.render(language) if mail.problem else "",
    }


def _word(words: Any, key: object, language: str) -> str:
    found = words.get(key)
    return found.render(language) if found is not None else ""


def _deadline(mail: SeenMail, facts: Facts, language: str) -> str:
    """When it was wanted: the time alone on the brief's own day, else the day."""
    at = deadline_of(mail, facts)
    if at is None:
        return ""
    reader: Any = "fr" if language == "fr" else "en"
    return f"{at:%H:%M}" if at.date() == facts.day and at.time() < time(23, 59) else in_words(at.date(), reader)


# ── the list ──────────────────────────────────────────────────────────────────────────────────────────────


def _list(facts: Facts, brief: Brief) -> WriteDocument:
    language = brief.reader.language

    def title(text: Text) -> str:
        return text.render(language)

    columns = [
        {"title": title(say("Urgency")), "width": 14},
        {"title": title(say("Until")), "kind": "date", "width": 18},
        {"title": title(say("From")), "width": 30},
        {"title": title(say("Subject")), "width": 60},
        {"title": title(say("Kind")), "width": 22},
        {"title": title(say("For")), "width": 30},
        {"title": title(say("Received")), "kind": "date", "width": 18},
        {"title": title(say("State")), "width": 14},
    ]
    return WriteDocument(
        path=f"archive/lists/{facts.day.isoformat()}-to-do.xlsx",
        language=language,
        data={
            "sheet": title(say("To do")),
            "columns": columns,
            "rows": [_row(mail, facts, language) for mail in brief.to_do],
        },
    )


def _row(mail: SeenMail, facts: Facts, language: str) -> list[str | None]:
    received = facts.office.working_time.local(mail.received).replace(tzinfo=None)
    return [
        _word(URGENCIES, mail.verdict.get("urgency"), language),
        str(mail.verdict.get("deadline") or "")[:16] or None,
        sender_of(mail, in_full=True),
        subject_of(mail, language),
        _word(KINDS, mail.verdict.get("kind"), language),
        names_of(mail.verdict.get("who") or (), facts),
        received.isoformat(timespec="minutes"),
        stands(mail, facts).render(language),
    ]


# ── the draft ─────────────────────────────────────────────────────────────────────────────────────────────


def _drafts(facts: Facts, brief: Brief, settings: Settings) -> Iterable[Action]:
    language = brief.reader.language
    subject = say("The brief of {day}", day=facts.day).render(language)
    body = _letter(facts, brief, settings, language)
    account = next((mail.ref.account for mail in facts.mails), "")
    if account:
        yield DraftMail(
            mail=OutgoingMail(
                account=account, to=(brief.reader.address,), subject=subject, body=body,
                key=f"brief:{facts.day.isoformat()}", language=language,
            )
        )  # fmt: skip
    message = EmailMessage()
    message["To"], message["Subject"] = brief.reader.address, subject
    message["X-Unsent"] = "1"  # mail programs open it as a draft
    message.set_content(body, cte="quoted-printable")
    yield WriteDocument(
        path=f"archive/drafts/{facts.day.isoformat()}-brief.eml", content=message.as_string(), language=language
    )


def _letter(facts: Facts, brief: Brief, settings: Settings, language: str) -> str:
    numbers, out = dict(brief.numbers), []
    out.append(say("Hello {name},", name=brief.reader.name).render(language))
    out.append(
        counted(
            "{count} mail came in today: {handled} sorted, {waiting} waiting, {listed} listed with a problem.",
            "{count} mails came in today: {handled} sorted, {waiting} waiting, {listed} listed with a problem.",
            numbers.pop("received"),
            **numbers,
        ).render(language)
    )
    if brief.urgent:
        out.append(say("Urgent:").render(language))
        out += [_bullet(mail, facts, language) for mail in brief.urgent[: settings.most_urgent]]
    if facts.waiting:
        out.append(
            counted(
                "{count} proposal waits for a yes.", "{count} proposals wait for a yes.", len(facts.waiting)
            ).render(language)
        )
    return _paragraphs(out)


def _bullet(mail: SeenMail, facts: Facts, language: str) -> str:
    line = _line(mail, facts, language)
    colon = " : " if language == "fr" else ": "
    parts = [f"- {line['time']}  {line['sender']}{colon}{line['subject']}", line["deadline"], line["who"]]
    return " · ".join(part for part in parts if part)


def _paragraphs(lines: list[str]) -> str:
    """Lines as a mail's text: an empty line around everything but the bullets."""
    text = ""
    for line in lines:
        glue = "\n" if line.startswith("- ") else "\n\n"
        text += (glue if text else "") + line
    return f"{text}\n"
