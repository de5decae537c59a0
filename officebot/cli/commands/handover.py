"""handover: the open loops of one person on a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from officebot.cli.finding import person_meant
from officebot.cli.opening import called, opened
from officebot.cli.output import clean, emit, heading, tell
from officebot.cli.table import COMMANDS
from officebot.cli.words import command, language, option
from officebot.cli.writing import forced
from officebot.core.text import LANGUAGES, as_language, quoted, say


@command("handover", COMMANDS["handover"][1])
@option(
    "--for", "words", required=True, metavar="PERSON", spoken=say("Whose open matters, by name, login or address.")
)
@option("--lang", "lang", type=click.Choice(LANGUAGES), spoken=say("The page's language; else yours."))
@option("--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
        spoken=say("Write it there: an .html, a .docx or a .pdf."))  # fmt: skip
@forced
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def handover(words: str, lang: str | None, out: Path | None, force: bool, as_json: bool) -> None:
    from officebot.app.handover import document_of, loops_of
    from officebot.cli.writing import keep, put
    from officebot.core.handover import page_of

    if out is not None:
        keep(out, force=force)
    reader = as_language(lang or language())
    with opened() as app:
        unknown = say(
            "“{name}” is nobody of the office: write an address or a name of the table of people.", name=words
        )
        person = person_meant(words, app.facts.people, unknown)
        loops = loops_of(app, person, app.answer(called().principal).principal)
        if out is not None:
            put(out, document_of(app, loops, reader, out.suffix.lower()))
    page = page_of(loops, reader)
    if as_json:
        emit({**page, "person": person.address, "items": len(loops.items), "hidden": loops.hidden})
    elif out is None:
        _show(page)
    if out is not None:
        tell(say("The handover is written: {file}.", file=str(out)))


def _show(page: dict[str, Any]) -> None:
    heading(quoted(str(page["title"])))
    click.echo(clean(f"{page['as_of']}\n{page['nothing']}".rstrip()))
    for part in page["parts"]:
        heading(quoted(f"\n{part['title']}"))
        for one in part["lines"]:
            late = f" ({page['late']})" if one["late"] else ""
            told = " · ".join(str(word) for word in (f"{one['when']}{late}", one["what"], one["source"]) if word)
            click.echo(clean(f"  {told}"))
    for note in page["notes"]:
        click.echo(clean(f"\n{note}"))
