"""Minutes sent out as a Word document, and changed as chairs change them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from docx import Document

from officebot.connectors import rendering
from officebot.connectors.papers.word import read_word
from officebot.core.minutes.model import Minutes, Topic
from officebot.core.minutes.page import Properties, page_of
from officebot.core.minutes.readback.changes import Corrected
from officebot.core.minutes.readback.document import Returned
from officebot.core.minutes.readback.reading import read_back
from officebot.core.text import Language
from tests.core.minutes.samples import action, french, passage, sample

TEMPLATES = [Path(__file__).parents[2] / "templates"]
Edit = Callable[[Any], None]


@cache
def sent(language: Language = "fr", version: int = 2) -> bytes:
    """The document that goes to the chair."""
    about = Properties(
        office="Les Tilleuls", chair="Claire Aubry", place="Mairie", version=version, files=("notes.md",)
    )
    data = page_of(sample(language), language=language, properties=about)
    return rendering.keep("minutes/minutes.docx", language, TEMPLATES).office_file(data)


def edited(edit: Edit, language: Language = "fr", *, marked: bool = True) -> bytes:
    """The document after somebody edited it; without its marks, as another template would have it."""
    content = sent(language)
    if not marked:
        content = with_xml(content, lambda xml: re.sub(r"<w:bookmark(?:Start|End)[^>]*/>", "", xml))
    document = Document(io.BytesIO(content))
    edit(document)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def with_xml(content: bytes, change: Callable[[str], str]) -> bytes:
    """The document with its main part changed as text."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, change(part.decode()).encode() if name == "word/document.xml" else part)
    return held.getvalue()


def corrected(content: bytes, language: Language = "fr", *, with_sent: bool = True, **more: Any) -> Corrected:
    """What is read back from it."""
    before: Returned | None = read_word(sent(language), "draft.docx") if with_sent else None
    return read_back(sample(language), read_word(content, "returned.docx"), sent=before, **more)


def paragraph(document: Any, words: str) -> Any:
    """The paragraph outside of tables that holds these words."""
    return next(one for one in document.paragraphs if words in one.text)


def typed(document: Any, words: str, new: str) -> None:
    """Type over a paragraph's words; what stands around them stays."""
    found = paragraph(document, words)
    run = next(one for one in found.runs if words in one.text)
    run.text = run.text.replace(words, new)


def rows(document: Any, label: str) -> list[Any]:
    """The rows that begin with a label: at a glance, and below their item."""
    return [row for table in document.tables for row in table.rows if row.cells[0].text == label]


def in_cell(cell: Any, words: str) -> None:
    """Type over a cell."""
    runs = cell.paragraphs[0].runs
    runs[0].text = words
    for run in runs[1:]:
        run.text = ""


def sentences(made: Corrected, language: str = "fr") -> list[str]:
    """All changes in sentences."""
    return [one.sentence.render(language) for one in made.changes]


def asked(made: Corrected, language: str = "fr") -> list[str]:
    """All questions."""
    return [one.render(language) for one in made.questions]


def long_minutes() -> tuple[Minutes, bytes]:
    """Sixty topics with ten sentences and three actions each, as a document without marks."""
    topics = tuple(
        Topic(
            heading=f"Sujet {number}",
            summary=tuple(
                passage(f"Phrase {one} du sujet {number}, qui compte {one * number} mots.", one) for one in range(10)
            ),
            actions=tuple(action(f"Faire la chose {one} du sujet {number}", ("Ana",), None, one) for one in range(3)),
        )
        for number in range(60)
    )
    shown = Minutes(title="Long", date=french().date, topics=topics)
    made = rendering.keep("minutes/minutes.docx", "fr", TEMPLATES).office_file(page_of(shown))
    return shown, with_xml(made, lambda xml: re.sub(r"<w:bookmark(?:Start|End)[^>]*/>", "", xml))
