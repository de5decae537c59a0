"""The plain words of a file, whatever holds them: for what is looked for in words, and not in their places."""

from __future__ import annotations

from pathlib import PurePath

from officebot.connectors.papers.pages import text_of_html
from officebot.connectors.papers.pdf import read_pdf
from officebot.connectors.papers.sheets import papers_of_book
from officebot.connectors.workbooks.reading import read_book

_BOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv"})
_TEXTS = frozenset({".txt", ".text", ".md", ".asc"})
_PAGES = frozenset({".html", ".htm", ".xhtml"})


def words_of_file(data: bytes, name: str) -> str:
    """All words of a PDF, a workbook, a page or a text; "" for anything else. Raises UserError for one that is damaged."""
    ending = PurePath(name).suffix.lower()
    if b"%PDF-" in data[:1024]:
        return read_pdf(data, name).paper.text
    if ending in _BOOKS:
        return "\n".join(paper.text for paper in papers_of_book(read_book(data, name)))
    if ending in _PAGES:
        return text_of_html(data.decode("utf-8", "replace"))
    return data.decode("utf-8", "replace") if ending in _TEXTS else ""
