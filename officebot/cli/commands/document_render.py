"""document render: a template and its data become a document, and a PDF of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.output import emit, tell
from officebot.cli.table import DOCUMENT
from officebot.cli.words import argument, command, option
from officebot.cli.writing import forced, keep, put
from officebot.core.problems import UserError
from officebot.core.text import say

if TYPE_CHECKING:
    from officebot.connectors.rendering import Kept

_OFFICE = (".docx", ".dotx", ".xlsx")


@command("render", DOCUMENT["render"][1])
@argument("template", metavar="TEMPLATE")
@argument("data", metavar="DATA")
@option("--out", required=True, metavar="FILE", spoken=say("Write the document there."))
@option("--pdf", "with_pdf", is_flag=True, spoken=say("Write a PDF of it beside it, too."))
@option(
    "--language",
    "asked",
    type=click.Choice(["fr", "en"]),
    spoken=say("The language of dates, amounts and lists in it."),
)
@forced
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def render_document(
    template: str, data: str, out: str, with_pdf: bool, asked: str | None, force: bool, as_json: bool
) -> None:
    from officebot.cli.templates import data_of, language_for, named
    from officebot.connectors.rendering import with_pictures

    found, values, target = named(template), data_of(data), Path(out)
    for folder in found.folders:
        if target.resolve() in ((folder / found.name).resolve(), Path(data).resolve()):
            raise UserError(say("{file} is what the document is made of: name another file.", file=out))
    keep(target, *([target.with_suffix(".pdf")] if with_pdf else []), force=force)
    language = language_for(asked, values, found)
    values = with_pictures(values, (*found.folders, Path(data).resolve().parent))
    files = made(found.kept(language), values, target, with_pdf=with_pdf)
    for path, content in files.items():
        put(path, content)
        tell(say("Written: {file}.", file=str(path)))
    if as_json:
        emit(
            {
                "files": [str(one) for one in files],
                "language": language,
                "sha256": [hashlib.sha256(one).hexdigest() for one in files.values()],
            }
        )


def made(kept: Kept, values: Mapping[str, Any], target: Path, *, with_pdf: bool) -> dict[Path, bytes]:
    """The files and their bytes: all of them are made before one is written. Raises UserError."""
    from officebot.connectors import office_pdf

    own, ending = Path(kept.template).suffix.lower(), target.suffix.lower()
    beside = target.with_suffix(".pdf")
    if own == ".typ":
        if ending != ".pdf":
            raise UserError(say("A typst template makes a PDF: name a file that ends in .pdf."))
        return {target: kept.pdf(values)}
    if own in _OFFICE:
        kind = ".docx" if own == ".dotx" else own
        if ending not in (kind, ".pdf"):
            sentence = "The template “{template}” makes a document that ends in {own} or .pdf, not in “{suffix}”."
            raise UserError(say(sentence, template=kept.template, own=kind, suffix=ending))
        if ending == ".pdf":
            return {target: office_pdf.document(kept, values, ".pdf")}
        content = office_pdf.document(kept, values, kind)
        return {target: content, **({beside: office_pdf.pdf(content, kind, kept.template)} if with_pdf else {})}
    if ending == ".pdf" or with_pdf:
        raise UserError(
            say("A PDF is made of Word, Excel and typst templates, not of “{template}”.", template=kept.template)
        )
    return {target: kept.render(values).encode("utf-8", "replace")}
