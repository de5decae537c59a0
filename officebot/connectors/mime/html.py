"""HTML mails as plain text: one pass, nothing is run or fetched, broken markup is read as far as it goes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import unescape

from officebot.connectors.mime.markup import Page
from officebot.core.expressions import expression

# A tag, or the beginning of a comment. Never looks beyond the next "<", so that no text of "<a<a<a" is slow.
_TAG = expression(r"<(?:(/?)([a-zA-Z][a-zA-Z0-9]{0,20})([^<>]*)>|!--|[!?][^<>]*>)")
_BLANKS = expression(r"[ \t\r\n\f]+")
_INVISIBLE = expression("[\u00ad\u034f\u200b-\u200d\u2060\ufeff\x00]+")
_CHARSET = expression(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
# What no reader sees. A preheader is hidden by several of these at once.
_HIDING = expression(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:font-size|max-height)\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|[\"']|$)",
    re.IGNORECASE,
)
_HIDDEN_ATTRIBUTE = expression(r"\shidden(?:\s|=|$|/)", re.IGNORECASE)
_HREF = expression(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
# Outlook's bar at the left of what it quotes; others write the width before the style.
_OUTLOOK_BAR = expression(r"border-left\s*:\s*solid", re.IGNORECASE)
_INDENT = expression(r"border\s*:\s*none", re.IGNORECASE)
_SIGNATURE = expression(
    r"gmail_signature[\"' ]|moz-signature|data-signatureblock|id=[\"']?signature[\"'\s]", re.IGNORECASE
)
_NO_MARGIN = expression(r"mso(?:normal|plaintext|nospacing|listparagraph)|margin\s*:\s*0", re.IGNORECASE)

_DROPPED = frozenset({"script", "style", "head", "title", "template", "svg", "noscript", "object", "xml", "select"})
# Of what may be hidden, the elements that are: each is looked for to the end once at most.
_MAY_HIDE = (
    "div span p td th tr table tbody thead a b i u s em strong font center section article header footer"
    " ul ol li h1 h2 h3 h4 h5 h6 pre blockquote small big label form button main aside nav figure dl dd dt"
)
_HIDEABLE = frozenset(_MAY_HIDE.split())
_LINES = frozenset(
    {"dd", "dt", "address", "article", "section", "header", "footer", "main", "figure", "center", "form"}
)
_PARAGRAPHS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dl", "hr", "fieldset"})


def html_to_text(html: str) -> str:
    """The words a reader sees, a row of a table on one line, links with their address, quotes behind `>`.

    Below an element that a mail program marks as its signature stands `-- `, as in plain mails.
    """
    return draw(html, Page())


def draw(html: str, page: Page) -> str:
    """What the page makes of the markup: it says how the cells of a row are set."""
    skipper = _Skipper(html)
    position = 0
    while True:
        tag = _TAG.search(html, position)
        if tag is None:
            _add(page, html[position:])
            return page.text()
        start = tag.start()
        if start > position:
            _add(page, html[position:start])
        position = tag.end()
        name = tag[2]
        if name is None:
            if tag[0] == "<!--":
                end = html.find("-->", position)
                position = len(html) if end < 0 else end + 3
            continue
        name = name.lower()
        if tag[1]:
            if name in _CLOSING:
                _CLOSING[name](page)
            continue
        attributes = tag[3]
        if name in _DROPPED or (attributes and name in _HIDEABLE and _is_hidden(attributes)):
            position = skipper.after(name, position)
        elif name in _OPENING:
            _OPENING[name](page, attributes)


def declared_charset(html: bytes) -> str:
    """The charset that a `<meta>` names, for parts whose header names none."""
    match = _CHARSET.search(html[:4096])
    return match.group(1).decode("ascii") if match else ""


def _add(page: Page, words: str) -> None:
    if "&" in words:
        words = unescape(words)
    if page.is_preformatted:
        page.add_lines(words.replace("\x00", ""))
        return
    words = _BLANKS.sub(" ", words)
    if not words.isascii() or "\x00" in words:
        words = _INVISIBLE.sub("", words)
    if words:
        page.add(words)


def _is_hidden(attributes: str) -> bool:
    lowered = attributes.lower()
    if "style" in lowered and _HIDING.search(attributes):
        return True
    return "hidden" in lowered and bool(_HIDDEN_ATTRIBUTE.search(attributes.split("style")[0]))


class _Skipper:
    """Finds where an element ends whose content is dropped; one that never ends is not dropped."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._unclosed: set[str] = set()

    def after(self, name: str, position: int) -> int:
        """The place after the element's end; of scripts and styles without end, the end of all."""
        if name in self._unclosed:
            return position
        depth = 1
        for tag in _tag_of(name).finditer(self._html, position):
            # What is dropped as a whole is no markup inside: only its end counts.
            depth += -1 if tag[1] else (0 if name in _DROPPED else 1)
            if not depth:
                end = self._html.find(">", tag.start())
                return len(self._html) if end < 0 else end + 1
        if name in ("script", "style"):
            return len(self._html)
        self._unclosed.add(name)
        return position


@cache
def _tag_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}(?![a-z0-9])", re.IGNORECASE)


# ── what each tag does ────────────────────────────────────────────────────────────────────────────────────


def _div(page: Page, attributes: str) -> None:
    page.end_line()
    kind = ""
    if attributes:
        if _OUTLOOK_BAR.search(attributes):
            kind = "quote"
        elif _SIGNATURE.search(attributes):
            kind = "signature"
    page.open_box(kind)


def _paragraph(page: Page, attributes: str) -> None:
    page.open_paragraph(is_spaced=not (attributes and _NO_MARGIN.search(attributes)))


def _pre(page: Page, attributes: str) -> None:
    page.end_paragraph()
    page.open_box("signature" if attributes and _SIGNATURE.search(attributes) else "")
    page.is_preformatted = True


def _end_pre(page: Page) -> None:
    page.is_preformatted = False
    page.end_line()
    page.close_box()


def _blockquote(page: Page, attributes: str) -> None:
    page.end_paragraph()
    page.open_quote(counts=not _INDENT.search(attributes))


def _link(page: Page, attributes: str) -> None:
    match = _HREF.search(attributes[:4000])
    address = unescape(next((group for group in match.groups() if group), "")) if match else ""
    page.open_link(_BLANKS.sub("", address)[:2000].replace("\x00", ""))


_OPENING: dict[str, Callable[[Page, str], None]] = {
    "div": _div,
    "p": _paragraph,
    "br": lambda page, _: page.break_line(),
    "a": _link,
    "pre": _pre,
    "blockquote": _blockquote,
    "table": lambda page, _: page.open_table(),
    "tr": lambda page, _: page.open_row(),
    "td": lambda page, _: page.open_cell(),
    "th": lambda page, _: page.open_cell(),
    "ul": lambda page, _: page.open_list(numbered=False),
    "ol": lambda page, _: page.open_list(numbered=True),
    "li": lambda page, _: page.open_item(),
    **dict.fromkeys(_LINES, lambda page, _: page.end_line()),
    **dict.fromkeys(_PARAGRAPHS, lambda page, _: page.end_paragraph()),
}


def _end_div(page: Page) -> None:
    page.end_line()
    page.close_box()


_CLOSING: dict[str, Callable[[Page], None]] = {
    "div": _end_div,
    "p": Page.close_paragraph,
    "a": Page.close_link,
    "pre": _end_pre,
    "blockquote": Page.close_quote,
    "table": Page.close_table,
    "tr": Page.close_row,
    "td": Page.close_cell,
    "th": Page.close_cell,
    "ul": Page.close_list,
    "ol": Page.close_list,
    "li": Page.end_line,
    **dict.fromkeys(_LINES, Page.end_line),
    **dict.fromkeys(_PARAGRAPHS, Page.end_paragraph),
}
