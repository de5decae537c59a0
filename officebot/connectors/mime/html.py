"""HTML mails as plain text: one pass, nothing is run or fetched, broken markup is read as far as it goes."""

from __future__ import annotations

import re
from html import unescape

_BLOCKS = frozenset(
    {"p", "div", "br", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "dl", "dt", "dd"}
    | {"section", "article", "header", "footer", "address"}
)

_DROPPED = frozenset({"script", "style", "head", "title", "template", "svg", "noscript", "object"})
_TAG = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]{0,20})")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f\u00a0]+")
_MANY_LINES = re.compile(r"\n{3,}")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)


def html_to_text(html: str) -> str:
    """The words a reader sees; links keep their address in brackets, cells are set apart, quotes begin with `>`."""
    out: list[str] = []
    position, quotes = 0, 0
    link: tuple[int, str] | None = None
    lowered = html.lower()
    unclosed: set[str] = set()
    while position < len(html):
        start = html.find("<", position)
        if start < 0:
            _add(out, html[position:])
            break
        if start > position:
            _add(out, html[position:start])
        if html.startswith("<!--", start):
            end = html.find("-->", start + 4)
            position = len(html) if end < 0 else end + 3
            continue
        match = _TAG.match(html, start + 1)
        end = html.find(">", start)
        if end < 0:
            _add(out, html[start:])
            break
        if match is None:
            if html[start + 1 : start + 2] not in ("!", "?"):
                _add(out, "<")
                position = start + 1
            else:
                position = end + 1
            continue
        name, closes = match.group(1).lower(), html[start + 1] == "/"
        position = end + 1
        if name in _DROPPED and not closes:
            close = -1 if name in unclosed else lowered.find("</" + name, position)
            if close < 0:
                unclosed.add(name)
            close_end = html.find(">", close) if close >= 0 else -1
            position = len(html) if close_end < 0 and name in ("script", "style") else max(close_end + 1, position)
        elif name == "a":
            link = _link(out, link, html[start:end], closes)
        elif name in ("td", "th") and closes:
            out.append("\t")
        elif name == "li" and not closes:
            out.append("\n- ")
        elif name == "blockquote":
            quotes = max(0, quotes + (-1 if closes else 1))
            out.append("\n\x00" + ("<" if closes else ">") + "\n")
        elif name in _BLOCKS:
            out.append("\n")
    return _lines("".join(out))


def declared_charset(html: bytes) -> str:
    """The charset that a `<meta>` names, for parts whose header names none."""
    match = _CHARSET.search(html[:4096])
    return match.group(1).decode("ascii") if match else ""


def _add(out: list[str], words: str) -> None:
    out.append(_BLANKS.sub(" ", unescape(words) if "&" in words else words).replace("\x00", ""))


def _link(out: list[str], link: tuple[int, str] | None, tag: str, closes: bool) -> tuple[int, str] | None:
    if not closes:
        match = _HREF.search(tag[:4000])
        address = unescape(next((group for group in match.groups() if group), "")) if match else ""
        return (len(out), _BLANKS.sub("", address)[:2000].replace("\x00", ""))
    if link is not None:
        begin, address = link
        shown = "".join(out[begin:]).strip()
        if address.lower().startswith(("http://", "https://", "mailto:")):
            bare = address.removeprefix("mailto:")
            if bare.rstrip("/") not in (shown, shown.rstrip("/")):
                out.append(f" <{bare}>")
    return None


def _lines(text: str) -> str:
    found: list[str] = []
    depth = 0
    for line in text.split("\n"):
        if line in ("\x00>", "\x00<"):
            depth = max(0, depth + (1 if line.endswith(">") else -1))
            continue
        words = " ".join(line.replace("\t", " | ").split()).strip("| ").strip()
        found.append(("> " * min(depth, 10) + words) if words and depth else words)
    return _MANY_LINES.sub("\n\n", "\n".join(found)).strip()
