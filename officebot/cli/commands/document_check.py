"""document fields and document check: what a template needs, and what is wrong in it or in its data."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from officebot.cli.output import Column, emit, table, tell
from officebot.cli.table import DOCUMENT
from officebot.cli.words import argument, command, language, option
from officebot.core.documents.fields import FieldKind, Place
from officebot.core.text import Text, say

if TYPE_CHECKING:
    from officebot.core.documents.checking import Finding
    from officebot.core.documents.fields import Needs

_KINDS: dict[FieldKind, Text] = {
    "value": say("value"), "list": say("list"), "group": say("group"), "condition": say("condition"),
}  # fmt: skip
_MOST_PLACES = 3


@command("fields", DOCUMENT["fields"][1])
@argument("template", metavar="TEMPLATE")
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def show_fields(template: str, as_json: bool) -> None:
    needs, _ = _needs(template)
    reader = language()
    if as_json:
        fields = [
            {
                **one.to_json(),
                "places": [{**place.to_json(), "words": place.words().render(reader)} for place in one.places],
            }
            for one in needs.fields
        ]
        emit({"file": template, "fields": fields, "problems": [one.what.render(reader) for one in needs.faults]})
    else:
        columns = [
            Column(say("Name")),
            Column(say("Kind"), fixed=True),
            Column(say("Needed"), fixed=True),
            Column(say("Where"), detail=True),
        ]
        rows = [
            (
                one.path, _KINDS[one.kind].render(reader),
                (say("no") if one.is_optional else say("yes")).render(reader), _where(one.places),
            )
            for one in needs.fields
        ]  # fmt: skip
        if rows:
            table(columns, rows)
        elif not needs.faults:
            tell(say("The template needs nothing: there is no sign in it."))
        for fault in needs.faults:
            tell(say("{what} ({place})", what=fault.what, place=fault.place.words()) if fault.place else fault.what)
    sys.exit(1 if any(one.is_grave for one in needs.faults) else 0)


def _where(places: Sequence[Place]) -> str:
    shown = [one.words().render(language()) for one in places[:_MOST_PLACES]]
    more = len(places) - _MOST_PLACES
    return "; ".join(shown) + (f" (+ {more})" if more > 0 else "")


@command("check", DOCUMENT["check"][1])
@argument("template", metavar="TEMPLATE")
@option("--data", metavar="FILE", spoken=say("Data that are to be put in, as JSON: what lacks, what is not used."))
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def check_document(template: str, data: str | None, as_json: bool) -> None:
    from officebot.cli.templates import data_of
    from officebot.core.documents.checking import check_data, faults_of, twin_findings

    needs, twin = _needs(template)
    findings: list[Finding] = [*faults_of(needs)]
    if twin is not None:
        findings += twin_findings(needs, twin[1], twin[0])
    if data is not None and not any(one.is_grave for one in findings):
        told = data_of(data)
        findings += check_data(needs, told)
        if not any(one.is_grave for one in findings):
            findings += _tried(template, told, Path(data))
    is_well = not any(one.is_grave or one.kind == "twin" for one in findings)
    if as_json:
        facts = [one.to_json(language()) for one in findings]
        emit({"file": template, "well": is_well, "twin": twin[0] if twin else None, "findings": facts})
    else:
        for one in findings:
            tell(say("{what} ({place})", what=one.what, place=one.place.words()) if one.place else one.what)
        if not findings:
            tell(say("All is right."))
    sys.exit(0 if is_well else 1)


def _tried(template: str, data: Mapping[str, Any], source: Path) -> list[Finding]:
    """What a filter or a picture refuses of these data: they are put in, and the document is thrown away."""
    from officebot.cli.templates import language_for, named
    from officebot.connectors.rendering import with_pictures
    from officebot.core.documents.checking import Finding
    from officebot.core.problems import UserError

    found = named(template)
    kept = found.kept(language_for(None, data, found))
    own = Path(template).suffix.lower()
    fill = kept.office_file if own in (".docx", ".dotx", ".xlsx") else kept.pdf if own == ".typ" else kept.render
    try:
        fill(with_pictures(data, (*found.folders, source.resolve().parent)))
    except UserError as refused:
        return [Finding(kind="wrong value", name="", what=one.what) for one in refused.problems]
    return []


def _needs(template: str) -> tuple[Needs, tuple[str, Needs] | None]:
    """What the template needs; and its twin in the other language, where there is one."""
    from officebot.cli.templates import named

    found = named(template)
    own = found.language or language()
    twin = found.twin()
    other = None if twin is None else (f"{twin.language}/{twin.name}", twin.kept(twin.language).needs())
    return found.kept(own).needs(), other
