"""What a header says of a mail without opening it: private, automatic, from a list."""

from __future__ import annotations

import re
from collections.abc import Mapping

from officebot.connectors.mime.headers import decode, values
from officebot.core.expressions import expression

_WORD = r"(?:strictement\s+|strictly\s+)?(?:personnel(?:le)?|priv[ée]e?|personal|private)"
_WITH = r"(?:\s*(?:et|and|&|/|-)\s*(?:confidentiel(?:le)?|confidential))?"
_MARK = expression(
    rf"[\[({{*]\s*{_WORD}{_WITH}\s*[\])}}*]"
    rf"|^\s*(?:(?:re|fwd?|tr|r[ée]p?|aw|wg)\s*:\s*){{0,5}}{_WORD}{_WITH}\s*(?:[:!]|[-–—|]\s|$)",
    re.IGNORECASE,
)
# A header without any of these marks nothing private; an encoded-word may hide any of them.
_MAY_MARK = (b"priv", b"person", b"sensitivity", b"=?")
_AUTOMATIC = frozenset({"x-autoreply", "x-autorespond", "x-auto-response-suppress", "x-failed-recipients"})
_LIST = frozenset({"list-id", "list-unsubscribe", "list-post", "mailing-list"})
_WANTED = frozenset({b"subject", b"sensitivity"})


def is_private(subject: str, sensitivity: str) -> bool:
    """Whether the sender marked the mail Personnel, Privé, Personal or Private: a mark, not any use of the word."""
    return sensitivity.strip().lower() in ("personal", "private") or bool(_MARK.search(subject[:300]))


def is_private_header(header: bytes) -> bool:
    """The same, from a raw header: asked before a body is fetched."""
    lowered = header.lower()
    if not any(mark in lowered for mark in _MAY_MARK):
        return False
    found: dict[bytes, str] = {}
    for name, value in values(header, _WANTED):
        found.setdefault(name, decode(value))
    return is_private(found.get(b"subject", ""), found.get(b"sensitivity", ""))


def is_automatic(headers: Mapping[str, str]) -> bool:
    """Whether a program sent it (RFC 3834 §5, and what mail servers use in its stead)."""
    submitted = headers.get("auto-submitted", "no").split(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return True
    if headers.get("precedence", "").strip().lower() in ("bulk", "junk", "auto_reply"):
        return True
    if headers.get("content-type", "").lower().startswith("multipart/report"):
        return True
    if not _AUTOMATIC.isdisjoint(headers):
        return True
    return headers.get("return-path", "").strip() == "<>"


def is_list(headers: Mapping[str, str]) -> bool:
    """Whether it came through a mailing list or as a newsletter (RFC 2369, RFC 2919)."""
    if headers.get("precedence", "").strip().lower() == "list":
        return True
    return not _LIST.isdisjoint(headers)
