"""What keeps somebody who listens, or sees no colours, from reading a document: Word documents, pages and PDFs looked at.

Each check gives sentences in English, none for a document that can be read by everybody: it has a title and says its
language, its headings step down one by one, tables say which cells are headings, pictures have words in their place.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from officebot.connectors.xml import attribute, read_xml
from officebot.core.expressions import expression

_HEADING = expression(r"^(?:heading|titre|überschrift) ?([1-9])$", re.IGNORECASE)
_STYLE_ID = expression(r"^(?:heading|titre|berschrift)([1-9])$", re.IGNORECASE)


def faults_of_word(content: bytes) -> list[str]:
    """What is wrong with a .docx."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith(".xml")}
    reading = _Word(_heading_styles(parts.get("word/styles.xml", b"")))
    for name in sorted(parts):
        if re.match(r"word/(document|header\d*|footer\d*)\.xml$", name):
            reading.part = name.removeprefix("word/")
            read_xml(parts[name], reading.start, reading.end, reading.text)
    faults = [*reading.faults, *headings_out_of_order(reading.headings)]
    if not re.search(rb"<dc:title>[^<]+</dc:title>", parts.get("docProps/core.xml", b"")):
        faults.append("it has no title")
    if b"<w:lang " not in parts.get("word/styles.xml", b""):
        faults.append("it does not say its language")
    return faults


def _heading_styles(styles: bytes) -> Mapping[str, int]:
    """The styles that are headings, by their identifiers, whatever the language of Word was."""
    found: dict[str, int] = {"Title": 1}
    current = ""

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal current
        if name == "style":
            current = attribute(attributes, "styleId")
        elif name == "name" and (level := _HEADING.match(attribute(attributes, "val"))):
            found[current] = int(level[1])
        elif name == "outlineLvl" and current and attribute(attributes, "val").isdecimal():
            found.setdefault(current, int(attribute(attributes, "val")) + 1)

    if styles:
        read_xml(styles, start)
    return found


class _Word:
    """One pass over each part of a Word document."""

    def __init__(self, styles: Mapping[str, int]) -> None:
        self.part = ""
        self.faults: list[str] = []
        self.headings: list[int] = []
        self._styles = styles
        self._tables: list[list[int]] = []  # rows, header rows
        self._level = 0
        self._has_words = self._is_text = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "p":
                self._level, self._has_words = 0, False
            case "pStyle":
                style = attribute(attributes, "val")
                known = _STYLE_ID.match(style)
                self._level = self._styles.get(style, int(known[1]) if known else 0)
            case "t":
                self._is_text = True
            case "tbl":
                self._tables.append([0, 0])
            case "tr" if self._tables:
                self._tables[-1][0] += 1
            case "tblHeader" if self._tables and attribute(attributes, "val") not in ("0", "false"):
                self._tables[-1][1] += 1
            case "docPr" if not attribute(attributes, "descr").strip():
                self.faults.append(f"{self.part}: a picture has no text for who does not see it")
            case _:
                pass

    def text(self, words: str) -> None:
        self._has_words = self._has_words or (self._is_text and bool(words.strip()))

    def end(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "p":
            if self._level and self._has_words:
                self.headings.append(self._level)
            self._level = 0
        elif name == "tbl":
            rows, headers = self._tables.pop()
            if rows > 1 and not headers:
                self.faults.append(f"{self.part}: a table of {rows} rows marks none as its heading")


def headings_out_of_order(levels: Sequence[int]) -> Iterator[str]:
    """Where a heading steps down more than one level, or the first is not of the first."""
    before = 0
    for level in levels:
        if level > before + 1:
            yield (
                f"a heading of level {level} follows one of level {before}"
                if before
                else f"the first heading is of level {level}"
            )
        before = level


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────────


def faults_of_page(text: str) -> list[str]:
    """What is wrong with a page of HTML. Tables that only lay out say so by `role="presentation"`."""
    reading = _Page()
    reading.feed(text)
    reading.close()
    faults = [*reading.faults, *headings_out_of_order(reading.headings)]
    if not reading.language:
        faults.append("it does not say its language")
    if not reading.title.strip():
        faults.append("it has no title")
    return faults


class _Page(HTMLParser):
    """One pass over a page."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.headings: list[int] = []
        self.language = self.title = ""
        self._is_title = False
        self._tables: list[list[int]] = []  # cells, headings
        self._drawing: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        match tag:
            case "html":
                self.language = has.get("lang") or ""
            case "title" if not self._drawing:
                self._is_title = True
            case "title":
                self._drawing[-1] = "title"
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self.headings.append(int(tag[1]))
            case "img" if "alt" not in has:
                self.faults.append("a picture has no text for who does not see it")
            case "svg":
                is_told = has.get("aria-label") or has.get("aria-labelledby") or has.get("aria-hidden") == "true"
                self._drawing.append("told" if is_told else "")
            case "table":
                self._tables.append([0, 0 if has.get("role") != "presentation" else 1])
            case "th":
                self._head(has)
            case "td" if self._tables:
                self._tables[-1][0] += 1
            case _:
                pass

    def _head(self, has: Mapping[str, str | None]) -> None:
        if self._tables:
            self._tables[-1][1] += 1
        if not has.get("scope"):
            self.faults.append("a heading of a table does not say what it is the heading of (scope)")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._is_title = False
        elif tag == "svg" and self._drawing and not self._drawing.pop():
            self.faults.append("a drawing has no text for who does not see it")
        elif tag == "table" and self._tables:
            cells, headings = self._tables.pop()
            if cells and not headings:
                self.faults.append("a table has no headings")

    def handle_data(self, data: str) -> None:
        if self._is_title:
            self.title += data


# ── PDF ───────────────────────────────────────────────────────────────────────────────────────────────────


def faults_of_pdf(content: bytes) -> list[str]:
    """What is wrong with a PDF: by its tags (ISO 32000-1 §14.8), which say what a page only shows."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    faults: list[str] = []
    if "/StructTreeRoot" not in root or not root.get("/MarkInfo", {}).get("/Marked"):
        return ["it has no tags"]
    if not root.get("/Lang"):
        faults.append("it does not say its language")
    told = reader.xmp_metadata
    if not (reader.metadata and reader.metadata.title) and not (told and told.dc_title):
        faults.append("it has no title")
    tree = root["/StructTreeRoot"].get_object()
    roles = {str(name): str(role) for name, role in tree.get("/RoleMap", {}).items()}
    levels: list[int] = []
    for kind, node, kinds_within in _elements(tree, roles):
        if kind == "Figure" and not node.get("/Alt") and not node.get("/ActualText"):
            faults.append("a picture has no text for who does not see it")
        elif kind == "Table" and "TH" not in kinds_within:
            faults.append("a table has no headings")
        elif re.fullmatch(r"H[1-6]", kind):
            levels.append(int(kind[1]))
    return [*faults, *headings_out_of_order(levels)]


def _elements(tree: Any, roles: Mapping[str, str]) -> Iterator[tuple[str, Any, frozenset[str]]]:
    """The tags in reading order, each with its kind and the kinds within it."""
    stack = [*_children(tree)][::-1]
    while stack:
        node = stack.pop()
        kind = _kind(node, roles)
        within = frozenset(_kind(one, roles) for one in _all(node)) if kind == "Table" else frozenset()
        yield kind, node, within
        stack += [*_children(node)][::-1]


def _all(node: Any) -> Iterator[Any]:
    stack = [*_children(node)]
    while stack:
        one = stack.pop()
        yield one
        stack += _children(one)


def _children(node: Any) -> Iterator[Any]:
    held = node.get("/K")
    held = held.get_object() if held is not None else []
    for one in held if isinstance(held, list) else [held]:
        found = one.get_object()
        if isinstance(found, Mapping) and "/S" in found:
            yield found


def _kind(node: Any, roles: Mapping[str, str]) -> str:
    name = str(node["/S"])
    for _ in range(4):
        name = roles.get(name, name)
    return name.removeprefix("/")
