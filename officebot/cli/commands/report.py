"""report: what the office did in a day, a week or a month, for a person; every figure counted twice."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.output import Column, clean, emit, heading, table, tell
from officebot.cli.table import COMMANDS
from officebot.cli.words import argument, command, language, option
from officebot.cli.writing import forced, keep, put
from officebot.core.problems import UserError
from officebot.core.reports.period import FORMS, KINDS, Kind, Period, last_complete, named
from officebot.core.text import LANGUAGES, quoted, say

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.core.people import Person
    from officebot.core.reports.report import Report
    from officebot.duties.activity_report.observe import For

_ENDINGS = (".html", ".docx", ".xlsx", ".pdf")
_BUDGET = "budget"


@command("report", COMMANDS["report"][1])
@argument("kind", metavar="KIND", type=click.Choice([*KINDS, _BUDGET]))
@option(
    "--period", metavar="PERIOD", spoken=say("Which: 2026-11-23, 2026-W48 or 2026-11; else the last that is over.")
)
@option(
    "--for", "person", metavar="PERSON", spoken=say("Who reads it, by name or address: their language and parts.")
)
@option("--out", metavar="FILE", spoken=say("Write it there: an .html, a .docx, an .xlsx or a .pdf."))
@forced
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def report(kind: str, period: str | None, person: str | None, out: str | None, force: bool, as_json: bool) -> None:
    from officebot.cli.opening import opened

    if kind == _BUDGET:
        raise UserError(say("The budget has a report of its own: “officebot budget report”."))
    of: Kind = next(one for one in KINDS if one == kind)
    ending = Path(out).suffix.lower() if out else ""
    if out and ending not in _ENDINGS:
        raise UserError(say("A report is written as {endings}, not as “{ending}”.", endings=list(_ENDINGS),
                            ending=ending[:20]))  # fmt: skip
    if out:
        keep(Path(out), force=force)
    with opened() as app:
        made, reader = _made(app, of, period, person)
        _insist(made)
        if out:
            _write(app, made, reader, Path(out))
        if as_json:
            emit(report_fact(made, reader))
        elif not out:
            _show(made, reader, app.facts.name)
    for words in made.problems:
        tell(words)
    sys.exit(1 if made.problems else 0)


def _made(app: App, kind: Kind, written: str | None, who: str | None) -> tuple[Report, For]:
    from officebot.duties.activity_report.observe import for_person, readers_of, report_of
    from officebot.duties.activity_report.settings import ReaderTable, Settings

    now = app.clock.now()
    working = app.facts.working_time
    today = working.local(now).date()
    period: Period = named(kind, written, working) if written else last_complete(kind, today, working)
    if period.first > today:
        raise UserError(say("{period} has not begun yet: name an earlier one, like {form}.", period=period.name,
                            form=last_complete(kind, today, working).name if written else FORMS[kind]))  # fmt: skip
    enabled = app.duties.get("activity_report")
    settings = enabled.settings if enabled is not None else Settings()
    person = _person(app, who)
    known = readers_of(app.facts, settings)
    found = next((one for one in known if person is None or one.person == person), None)
    if found is None and person is None:
        raise UserError(say("Nobody answers for the mailbox: name a person with --for."))
    reader = found if found is not None else for_person(_sure(person), ReaderTable())
    return report_of(app.office, period, now), reader


def _person(app: App, who: str | None) -> Person | None:
    if not who:
        return None
    people = app.facts.people
    found = people.at(who) or people.named(who)
    if found is None:
        raise UserError(
            say("“{name}” is nobody of the office: write an address or a name of the table of people.", name=who)
        )
    return found


def _sure(person: Person | None) -> Person:
    assert person is not None
    return person


def _insist(made: Report) -> None:
    """Raises UserError with each figure that came out otherwise the second time."""
    from officebot.core.reports.finished import in_words
    from officebot.core.reports.page import Reader, page_of

    problems = [one.problem() for one in made.differences]
    if not problems:
        for spoken in LANGUAGES:
            reader = Reader(name="", language=spoken)
            problems += in_words(made, page_of(made, made.values, reader, office=""), reader.language)
    if problems:
        raise UserError(problems)


def _write(app: App, made: Report, reader: For, out: Path) -> None:
    """Write the document, read back first. Raises UserError where it says other figures, or cannot be written."""
    from dataclasses import replace

    from officebot.connectors.documents import DocumentPerformer
    from officebot.duties.activity_report.decide import document_of
    from officebot.resources import packaged

    form: Any = out.suffix.lower().removeprefix(".")
    action = document_of(made, replace(reader, form=form), app.facts.name)
    performer = DocumentPerformer(app.folder, [app.folder / "templates", packaged("templates")])
    put(out, performer.prepare(action).blobs[action.role])
    tell(say("The report is written: {file}. Every figure of it was reckoned twice.", file=str(out)))


def report_fact(made: Report, reader: For) -> dict[str, Any]:
    """The report as `--json` gives it: the first page, and every figure with all its sources.

    Raises UserError with each figure of it that the second computation tells otherwise.
    """
    from officebot.core.reports.facts import fact_of
    from officebot.core.reports.finished import in_json

    told = fact_of(made, reader.reader)
    problems = in_json(made, told)
    if problems:
        raise UserError(problems)
    return told


def _show(made: Report, reader: For, office: str) -> None:
    from dataclasses import replace

    from officebot.core.reports.page import page_of
    from officebot.core.reports.words import COLON

    spoken = language()
    page = page_of(made, made.values, replace(reader.reader, language=spoken), office=office)
    heading(quoted(f"{page['title']}{COLON[spoken]}{page['period']}"))
    columns = [Column(say("Figure")), Column(say("This time"), fixed=True), Column(say("Change"))]
    table(columns, [[one["label"], one["value"], one["change"]] for one in page["leading"]])
    for title, told in ((say("What needs you"), page["needs"]), (say("What changed"), page["changes"])):
        if told:
            heading(title)
            for words in told:
                click.echo(f"  {clean(words)}")
