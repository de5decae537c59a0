"""What a template of any kind needs, and what is wrong in it: Word documents, workbooks, pages and texts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from jinja2 import DictLoader, TemplateSyntaxError, nodes

from officebot.connectors.templates.environment import TEXT_SYNTAX, TemplateEnvironment, environment
from officebot.connectors.templates.needs import uses_of
from officebot.core.documents.fields import Fault, Needs, Part, Place, Use, fields_of
from officebot.core.problems import UserError
from officebot.core.text import say

if TYPE_CHECKING:
    from officebot.connectors.templates.word_parts import Compiled


def needs_of(template: str, files: Mapping[str, bytes], language: str) -> Needs:
    """What the template needs, with its places; that it cannot be opened is one fault among others."""
    suffix = PurePosixPath(template).suffix.lower()
    try:
        if suffix == ".docx" or suffix == ".dotx":
            return _of_word(files[template], language)
        if suffix == ".xlsx":
            return _of_workbook(files[template])
        if suffix == ".typ":
            return Needs(
                faults=(
                    Fault(
                        what=say("A typst template reads its data by itself: what it needs is not listed."),
                        is_grave=False, kind="note",
                    ),
                )
            )  # fmt: skip
        return _of_text(files, language)
    except UserError as refused:
        return Needs(faults=tuple(Fault(what=one.what) for one in refused.problems))


def _of_word(data: bytes, language: str) -> Needs:
    from officebot.connectors.templates.word import opened, remarks

    template = opened(data, language)
    uses: list[Use] = []
    for _, part, ready in template.parts:
        uses += uses_of(ready.tree, partial(_place, ready, part))
    return Needs(fields=fields_of(uses), faults=(*template.faults, *remarks(template.package)))


def _place(ready: Compiled, part: Part, line: int) -> Place:
    mark = ready.place(line)
    return mark.place if mark is not None else Place(part=part)


def _of_workbook(data: bytes) -> Needs:
    from officebot.connectors.sheet_templates import asked_for

    return asked_for(data)


def _of_text(files: Mapping[str, bytes], language: str) -> Needs:
    texts = {name: data.decode("utf-8-sig", "replace") for name, data in files.items()}
    sandbox = environment(DictLoader(texts), False, language, **TEXT_SYNTAX)
    uses: list[Use] = []
    faults: list[Fault] = []
    for name, text in texts.items():
        tree = _tree(sandbox, name, text, faults)
        if tree is not None:
            uses += uses_of(tree, lambda line: Place(part="line", line=line))
    return Needs(fields=fields_of(uses), faults=tuple(faults))


def _tree(sandbox: TemplateEnvironment, name: str, text: str, faults: list[Fault]) -> nodes.Template | None:
    """The tree of a text, its filters known; what is wrong goes to the faults."""
    try:
        sandbox.compile(text)
        return sandbox.parse(text)
    except TemplateSyntaxError as error:
        what = say("{file} cannot be read: {why}", file=name, why=str(error.message or "")[:200])
        faults.append(Fault(what=what, place=Place(part="line", line=error.lineno)))
        return None
