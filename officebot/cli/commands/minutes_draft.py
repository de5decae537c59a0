"""minutes draft: notes or a transcript become draft minutes, in the office's own template where it has one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.output import Column, clean, emit, heading, table, tell
from officebot.cli.table import MINUTES
from officebot.cli.words import Day, command, language, option
from officebot.cli.writing import forced, keep, put
from officebot.core.text import counted, say

if TYPE_CHECKING:
    from officebot.core.minutes.model import Minutes

#: From so many bytes on, a person is told that it takes a while.
_LONG = 200_000


@command("draft", MINUTES["draft"][1])
@option("--notes", multiple=True, metavar="FILE", spoken=say("Notes of the meeting; may be given again."))
@option(
    "--transcript", multiple=True, metavar="FILE", spoken=say("What was said, with or without times and speakers.")
)
@option("--agenda", metavar="FILE", spoken=say("The agenda: its points become the headings."))
@option("--people", metavar="FILE", spoken=say("Who belongs to the meeting, with addresses and roles."))
@option(
    "--lang",
    "asked",
    type=click.Choice(["fr", "en"]),
    spoken=say("The language of the minutes; else that of the words."),
)
@option(
    "--template", metavar="FILE", spoken=say("The office's own template; else the one that comes with officebot.")
)
@option("--date", "day", type=Day(), metavar="DATE", spoken=say("The day of the meeting, as 2026-11-23."))
@option("--title", metavar="TEXT", default="", spoken=say("What the meeting is called."))
@option("--out", metavar="FILE", spoken=say("Write the draft there: a .docx, a .pdf or an .html."))
@forced
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def draft_minutes(
    notes: tuple[str, ...],
    transcript: tuple[str, ...],
    agenda: str | None,
    people: str | None,
    asked: str | None,
    template: str | None,
    day: date | None,
    title: str,
    out: str | None,
    force: bool,
    as_json: bool,
) -> None:
    from officebot.cli.minutes_drafting import ENDINGS, Asked, document, drafted, no_such_kind, spare
    from officebot.connectors.minutes_files import MEMORY_BYTES
    from officebot.connectors.workers import WorkerPool
    from officebot.core.problems import UserError

    wanted = Asked(
        notes=tuple(map(Path, notes)),
        transcripts=tuple(map(Path, transcript)),
        agenda=Path(agenda) if agenda else None,
        people=Path(people) if people else None,
        language="fr" if asked == "fr" else "en" if asked == "en" else None,
        day=day,
        title=title.strip(),
    )
    target = Path(out) if out else None
    if target is not None:
        if template is None and target.suffix.lower() not in ENDINGS:
            raise UserError(no_such_kind(target.suffix.lower()))
        spare(wanted, target)
        keep(target, force=force)
    _tell_if_long(wanted.files)
    with WorkerPool(memory_bytes=MEMORY_BYTES) as workers:
        made = drafted(wanted, workers)
    if target is not None:
        put(target, document(made, target, template))
        tell(
            say("The draft is written: {file}. It is to be validated before it is sent to anybody.", file=str(target))
        )
    if as_json:
        emit({**made.minutes.to_json(), **({"file": str(target)} if target is not None else {})})
    else:
        _show(made.minutes)


def _tell_if_long(files: tuple[Path, ...]) -> None:
    for one in files:
        if one.is_file() and one.stat().st_size > _LONG:
            tell(say("{file} is long: reading it takes some seconds …", file=one.name))


def _show(minutes: Minutes) -> None:
    """The draft for a person: what was decided and undertaken, and what is to be settled."""
    from officebot.core.minutes.page import at_a_glance, page_of

    reader = language()
    page = page_of(minutes, language=reader)
    if minutes.title or minutes.date:
        click.secho(clean(" – ".join(part for part in (minutes.title, page["date"]) if part)), bold=True)
    click.echo(at_a_glance(minutes).render(reader))
    if page["glance"]:
        columns = [
            Column(say("No."), fixed=True),
            Column(say("What")),
            Column(say("Who"), detail=True),
            Column(say("Due on"), fixed=True),
        ]
        table(
            columns,
            [(row["no"], row["what"], row["who"], row["due"].replace("\u00a0", " ")) for row in page["glance"]],
        )
    for item in page["items"]:
        heading(say("{number}. {heading}", number=item["number"], heading=item["heading"]))
        for one in item["summary"]:
            click.echo(clean(f"  {one['text']} {one['ref']}"))
    _show_open(page, reader)
    for problem in minutes.problems:
        tell(problem.what)


def _show_open(page: Mapping[str, Any], reader: str) -> None:
    """What is left to settle: when one meets again, where people disagreed, what nobody was named for."""
    if page["next_meeting"]:
        click.echo(clean(say("Next meeting: {when}", when=page["next_meeting"]["shown"]).render(reader)))
    disagreements = sum(len(item["disagreements"]) for item in page["items"])
    if disagreements:
        click.echo(
            counted("{count} disagreement is noted.", "{count} disagreements are noted.", disagreements).render(
                reader
            )
        )
    if page["unassigned"]:
        heading(say("Actions without owner"))
        for one in page["unassigned"]:
            click.echo(clean(f"  {one['no']} {one['what']}"))
