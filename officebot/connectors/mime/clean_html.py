"""A mail's HTML as a page of ours may hold it: words, lists, tables and links, and nothing that acts, loads or looks.

What is kept is named here; all else goes. No image, no style, no form, no address but http, https and mailto; a link
tells its real address beside its words. Run in a worker: the HTML comes from anybody.
"""

from __future__ import annotations

import re
from html import unescape

from markupsafe import escape

from officebot.core.expressions import expression

#: What words may stand in. Nothing of it is of another namespace, and nothing holds raw text.
TAGS = frozenset(
    {
        "a",
        "abbr",
        "address",
        "b",
        "blockquote",
        "br",
        "caption",
        "center",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
    }
    | {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "ins",
        "li",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "small",
        "span",
        "strike",
    }
    | {"strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul"}
)
#: What goes with all it holds: its content is no text of the mail.
_WITH_CONTENT = frozenset(
    {"applet", "audio", "canvas", "embed", "frame", "frameset", "head", "iframe", "math", "noembed", "noframes"}
    | {"noscript", "object", "script", "select", "style", "svg", "template", "textarea", "title", "video", "xmp"}
)
_LEADS_OUT = expression(r"(?:https?://|mailto:)[^\s<>\"'\\]{1,2000}", re.IGNORECASE)
_LINK = expression(r'(<a href="[^"]{1,12000}"[^>]{0,100}>|<a[^>]{0,100}>|</a>)')
_HEADING = expression(r"<(/?)h[1-6]>")
_LONGEST_ADDRESS = 300


def clean_html(html: str, most_bytes: int) -> str:
    """The HTML, cleaned; at most so many bytes, cut in the mail's own text where it is longer."""
    length = most_bytes
    while length > 0:
        found = _cleaned(html[:length])
        if len(found.encode("utf-8", "replace")) <= most_bytes:
            return found
        length //= 2
    return ""


def _cleaned(html: str) -> str:
    import nh3

    kept = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(_WITH_CONTENT),
        attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        attribute_filter=_kept,
        strip_comments=True,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )
    return _with_addresses(_HEADING.sub(r"<\1div>", kept))


def _kept(_tag: str, name: str, value: str) -> str | None:
    """The attribute's value, None where it goes: relative addresses would lead into our own pages."""
    if name == "href":
        address = value.strip()
        return address if _LEADS_OUT.fullmatch(address) else None
    return value if value.isascii() and value.isdecimal() and len(value) < 3 else None


def _with_addresses(html: str) -> str:
    """Each link with its real address behind its words, opened apart and without telling whence."""
    told: list[str] = []
    addresses: list[str] = []
    for piece in _LINK.split(html):
        if piece.startswith("<a"):
            address = piece.partition('href="')[2].partition('"')[0]
            addresses.append(unescape(address))
            told.append(
                piece.replace("<a ", '<a target="_blank" rel="noopener noreferrer" ', 1) if address else piece
            )
        elif piece == "</a>":
            address = addresses.pop() if addresses else ""
            shown = address if len(address) <= _LONGEST_ADDRESS else f"{address[:_LONGEST_ADDRESS]}…"
            told.append(f"</a> <code>[{escape(shown)}]</code>" if address else "</a>")
        else:
            told.append(piece)
    return "".join(told)
