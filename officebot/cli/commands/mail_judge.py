"""mail judge: what mails are, how urgent, who must act and until when."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.output import Column, clean, emit, heading, no_mails, table, tell
from officebot.cli.table import MAIL
from officebot.cli.words import argument, command, language, option
from officebot.core.mail import Mail, Unreadable
from officebot.core.problems import UserError
from officebot.core.text import Text, say

if TYPE_CHECKING:
    from officebot.core.facts import OfficeFacts
    from officebot.core.judging.verdict import Verdict
    from officebot.core.people import People

_SHOWN_REASONS = 8


@command("judge", MAIL["judge"][1])
@argument("files", nargs=-1, required=True, metavar="PATH…")
@option("--people", metavar="CSV", spoken=say("A table of the people, as people.csv of an office."))
@option("--owner", metavar="ADDRESS", spoken=say("Whose mailbox it is."))
@option("--at", metavar="TIME", spoken=say("Read dates from this local time instead of each mail's own."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a line."))
def judge(files: tuple[str, ...], people: str | None, owner: str | None, at: str | None, as_json: bool) -> None:
    from officebot.engine import collecting

    facts = _facts(people, owner or "")
    instant = _instant(at, facts)
    failed = False
    rows: list[list[str]] = []
    with collecting.seldom():
        for name, mail, verdict in _judged(files, facts, instant):
            if verdict is None or isinstance(mail, Unreadable):
                failed = True
                _refuse(name, mail, as_json)
            elif as_json:
                emit(_fact(name, mail, verdict))
            else:
                rows.append(_row(name, mail, verdict))
                if len(files) == 1 and Path(files[0]).is_file():
                    _explain(verdict)
    if rows:
        table(
            [Column(say("File"), detail=True), Column(say("Urgency"), fixed=True), Column(say("Kind"), fixed=True),
             Column(say("Who"), detail=True), Column(say("Until"), fixed=True), Column(say("Subject"))],
            rows,
        )  # fmt: skip
    sys.exit(1 if failed else 0)


def _judged(
    files: tuple[str, ...], facts: OfficeFacts, at: datetime | None
) -> Iterator[tuple[str, Mail | Unreadable, Verdict | None]]:
    from officebot.core.judging.judge import judge as verdict_of

    for path in files:
        for name, mail in _mails(path, facts.people.domains):
            if isinstance(mail, Unreadable):
                yield name, mail, None
                continue
            seen = _seen_at(mail, at)
            yield name, seen, verdict_of(seen, facts, seen.received)


def _mails(path: str, authserv_ids: frozenset[str]) -> Iterator[tuple[str, Mail | Unreadable]]:
    """The mails of a file or folder, or the one on standard input; of a folder without any, it is said."""
    from officebot.connectors.mailfiles import mail_in, read_mails

    if path == "-":
        yield path, mail_in(path, sys.stdin.buffer.read(), authserv_ids=authserv_ids)
        return
    found = None
    for found in read_mails(path, authserv_ids=authserv_ids):
        yield found
    if found is None:
        tell(no_mails(path))


def _seen_at(mail: Mail, at: datetime | None) -> Mail:
    """The mail as if it had come when it was written, or at the instant told; on the clock of its sender."""
    if at is None:
        return replace(mail, received=mail.date)
    return replace(mail, received=at, date=at.astimezone(mail.date.tzinfo))


# ── whose mail it is ──────────────────────────────────────────────────────────────────────────────────────


def _facts(people: str | None, owner: str) -> OfficeFacts:
    """The facts of an office without a folder: its people if told, working hours and holidays as usual in France."""
    from officebot.core.facts import OfficeFacts
    from officebot.core.people import Contacts, People, Person
    from officebot.core.worktime import WorkingTime

    known = _people(people) if people is not None else People(())
    owner = owner.strip().lower()
    if owner and known.at(owner) is None:
        name = owner.partition("@")[0].replace(".", " ").title()
        known = People([*known.all, Person(name=name, address=owner)])
    return OfficeFacts(
        name="", people=known, contacts=Contacts(()), working_time=WorkingTime(), language=language(), owner=owner
    )


def _people(path: str) -> People:
    from officebot.settings.tables import Findings, people_in

    findings = Findings()
    people = people_in(Path(path), language(), findings)
    if findings.problems:
        raise UserError(findings.problems)
    return people


def _instant(at: str | None, facts: OfficeFacts) -> datetime | None:
    if at is None:
        return None
    try:
        told = datetime.fromisoformat(at)
    except ValueError:
        raise UserError(say("“{value}” is no time: write it like 2026-11-23T17:30.", value=at)) from None
    return told if told.tzinfo is not None else told.replace(tzinfo=facts.working_time.tz)


# ── what is printed ───────────────────────────────────────────────────────────────────────────────────────


def _fact(name: str, mail: Mail, verdict: Verdict) -> dict[str, Any]:
    """The verdict as the contract has it, texts in the reader's language."""
    reader = language()
    return {
        "file": name, "message_id": mail.message_id, "subject": mail.subject, "language": verdict.language,
        "kind": verdict.kind, "urgency": verdict.urgency, "importance": verdict.importance, "act": verdict.act,
        "who": list(verdict.who), "deadline": verdict.deadline, "deadline_text": verdict.deadline_text,
        "reply_expected": verdict.reply_expected, "confidential": verdict.confidential,
        "warnings": [
            {"kind": one.kind, "why": one.why.render(reader), **({"quote": one.quote} if one.quote else {})}
            for one in verdict.warnings
        ],
        "confidence": verdict.confidence,
        "reasons": [
            {"what": one.what.render(reader), "quote": one.quote, "weight": one.weight} for one in verdict.reasons
        ],
    }  # fmt: skip


def _refuse(name: str, mail: Mail | Unreadable, as_json: bool) -> None:
    problem = mail.problem if isinstance(mail, Unreadable) else say("This mail could not be judged.")
    if as_json:
        emit({"file": name, "error": problem.render(language())})
    else:
        tell(say("{file}: {problem}", file=name, problem=problem))


def _row(name: str, mail: Mail, verdict: Verdict) -> list[str]:
    from officebot.core.judging.labels import KINDS, URGENCIES

    reader = language()
    return [
        clean(Path(name).name), URGENCIES[verdict.urgency].render(reader), KINDS[verdict.kind].render(reader),
        ", ".join(verdict.who), (verdict.deadline or "").replace("T", " "), clean(" ".join(mail.subject.split()))[:60],
    ]  # fmt: skip


def _explain(verdict: Verdict) -> None:
    """What counted, the weightiest first."""
    reader = language()
    heading(say("Why"))
    for one in verdict.reasons[:_SHOWN_REASONS]:
        quote: Text | str = f" « {clean(one.quote)} »" if one.quote else ""
        click.echo(f"  {one.weight:+.1f}  {one.what.render(reader)}{quote}")
