"""Activity reports as documents: made of their template or as a workbook, read back, and only then handed on.

A Word document gets its charts as pictures with words for who cannot see them; a page for browsers holds them as SVG.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from officebot.connectors.report_readback import document_words
from officebot.core.expressions import expression
from officebot.core.problems import Problem, UserError
from officebot.core.reports import finished
from officebot.core.reports.page import TEMPLATE

#: How a Word template says where a chart's picture goes.
_MARK = expression(r"\[\[chart ([a-z0-9-]{1,40})\]\]")
_PPI = 190.0
_WIDTH_MM = 158


def is_activity(template: str, data: Mapping[str, Any]) -> bool:
    """Whether a document is an activity report: of its template, or the data of one for a workbook."""
    return template.rpartition(".")[0] == TEMPLATE or (not template and "books" in data)


def finished_document(content: bytes, suffix: str, data: Mapping[str, Any]) -> bytes:
    """The document with its pictures in. Raises UserError where it does not show every figure of its data."""
    match suffix:
        case ".html":
            insist(finished.in_html(data, content.decode("utf-8", "replace")))
        case ".docx":
            content = with_pictures(content, data)
            insist(finished.in_document(data, document_words(content).texts, alternative_texts(content)))
    return content


def insist(problems: Sequence[Problem]) -> None:
    """Raises UserError with these problems, if there are any: such a report is not handed on."""
    if problems:
        raise UserError(problems)


def charts_of(data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The charts of a report's data by their names."""
    return {chart["name"]: chart for part in data["parts"] for chart in part["charts"]}


def with_pictures(content: bytes, data: Mapping[str, Any]) -> bytes:
    """A Word document with a picture at each chart's mark; without typst the marks go, and the tables beside them stay."""
    from docx import Document
    from docx.shared import Mm

    document = Document(io.BytesIO(content))
    charts = charts_of(data)
    marked = [(one, found[1]) for one in document.paragraphs if (found := _MARK.fullmatch(one.text.strip()))]
    names = list(dict.fromkeys(name for _, name in marked if name in charts))
    drawn = dict(zip(names, pictures([charts[name]["svg"] for name in names]), strict=False))
    for paragraph, name in marked:
        if name not in drawn:
            paragraph._p.getparent().remove(paragraph._p)
            continue
        for run in paragraph.runs[1:]:
            run._r.getparent().remove(run._r)
        paragraph.runs[0].text = ""
        shape = paragraph.runs[0].add_picture(io.BytesIO(drawn[name]), width=Mm(_WIDTH_MM))
        about = shape._inline.docPr
        about.set("title", charts[name]["title"])
        about.set("descr", charts[name]["words"])
        about.set("name", charts[name]["title"])
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def alternative_texts(content: bytes) -> list[str]:
    """What the pictures of a Word document say to who cannot see them."""
    from docx import Document

    body = Document(io.BytesIO(content)).element.body
    return [one.get("descr") or "" for one in body.iter() if str(one.tag).endswith("}docPr")]


def pictures(drawings: Sequence[str]) -> list[bytes]:
    """SVGs as PNGs; none where typst, which draws them, is not installed."""
    try:
        import typst
    except ImportError:
        return []
    if not drawings:
        return []
    with tempfile.TemporaryDirectory(prefix="officebot-") as folder:
        pages = []
        for number, drawing in enumerate(drawings):
            Path(folder, f"{number}.svg").write_text(drawing, "utf-8")
            pages.append(f'#image("{number}.svg")')
        main = Path(folder, "main.typ")
        main.write_text(
            "#set page(width: auto, height: auto, margin: 0pt)\n" + "\n#pagebreak()\n".join(pages), "utf-8"
        )
        made: Any = typst.compile(str(main), root=folder, format="png", ppi=_PPI)
    return list(made) if isinstance(made, list) else [made]
